"""What Python's multiprocessing costs: the same things as ProcessCosts measures, by the same names."""

import sys
import threading
import time
from multiprocessing import Manager, Pipe, Pool, Process, Queue

WARM_UP, SECONDS = float(sys.argv[1]), float(sys.argv[2])
BIG = bytes(65536)
NUMBERS = 20_000


def tell(name, value):
    print(name, value, flush=True)


def per_second(steps):
    """Calls steps(), which does so many as it says, for a while; returns how many a second."""
    end = time.perf_counter() + WARM_UP
    while time.perf_counter() < end:
        steps()
    begin = time.perf_counter()
    done = 0
    while time.perf_counter() < begin + SECONDS:
        done += steps()
    return done / (time.perf_counter() - begin)


def plus_one(n):
    return n + 1


def primes(below):
    return sum(1 for n in range(2, below) if all(n % d for d in range(2, int(n**0.5) + 1)))


def queue_echo(there, back):
    while (item := there.get()) is not None:
        back.put(item)


def pipe_echo(end):
    while (item := end.recv()) is not None:
        end.send(item)


def pipe_sink(end):
    while len(some := end.recv_bytes()) != 2:
        if len(some) == 1:
            end.send_bytes(some)


def measure_pool():
    with Pool(1) as pool:
        tell("apply", per_second(lambda: pool.apply(plus_one, (1,)) - 1))
        many = range(1000)
        tell("map", per_second(lambda: len(pool.map(plus_one, many, 1))))


def measure_computing_here():
    tell("compute-0", per_second(lambda: 1 if primes(NUMBERS) else 0))


def measure_computing(size):
    with Pool(size) as pool:
        tell("compute-%d" % size, per_second(lambda: len(pool.map(primes, [NUMBERS] * 8, 1))))


def measure_queue():
    there, back = Queue(), Queue()
    child = Process(target=queue_echo, args=(there, back))
    child.start()

    def step():
        there.put(1)
        return back.get()

    tell("queue", per_second(step))
    there.put(None)
    child.join()


def measure_pipe():
    here, end = Pipe()
    child = Process(target=pipe_echo, args=(end,))
    child.start()

    def step():
        here.send(1)
        return here.recv()

    tell("pipe", per_second(step))
    here.send(None)
    child.join()


def measure_bytes():
    here, end = Pipe()
    child = Process(target=pipe_sink, args=(end,))
    child.start()

    def step():
        for _ in range(500):
            here.send_bytes(BIG)
        here.send_bytes(b"1")
        here.recv_bytes()
        return 500 * len(BIG) / 1e6

    tell("bytes", per_second(step))
    here.send_bytes(b"12")
    child.join()


def measure_manager():
    with Manager() as manager:
        shared = manager.dict(a=1)
        tell("manager", per_second(lambda: shared["a"]))

        def get():
            for _ in range(50):
                shared["a"]

        def step():
            threads = [threading.Thread(target=get) for _ in range(20)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            return 1000

        tell("manager-20", per_second(step))


def measure_start():
    def step():
        child = Process(target=plus_one, args=(1,))
        child.start()
        child.join()
        return 1

    tell("start", 1000 / per_second(step))


if __name__ == "__main__":
    measure_pool()
    measure_computing_here()
    measure_computing(1)
    measure_computing(2)
    measure_queue()
    measure_pipe()
    measure_bytes()
    measure_manager()
    measure_start()
