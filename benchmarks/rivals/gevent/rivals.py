"""Measures greenlet and gevent at what the JMH classes measure Greenloom at.

    python3 rivals.py [--quick] versions | all | SUBJECT...

Prints one JSON line for each rival of a subject and each variant of its work: the values of
several repetitions, in the unit of the JMH class of the same name. --quick does little of
everything, to see that it works.
"""

import gc
import json
import os
import resource
import sys
import time

import gevent
import gevent.event
import gevent.lock
import gevent.pool
import gevent.queue
import gevent.timeout
import greenlet

REPETITIONS = 5
HOUR = 3600
quick = False


def size(count):
    """How much to do where COUNT is wanted: next to nothing if it shall be quick."""
    return min(count, 100) if quick else count


def report(subject, rival, variant, values):
    line = {"subject": subject, "rival": rival, "variant": variant, "values": values}
    print(json.dumps(line), flush=True)


def nanoseconds_each(count, batch):
    """Times batch(count), which has to do what it says, some times; a long one once, and cold."""
    values = []
    for _ in range(1 if count >= 1_000_000 else 1 + REPETITIONS):
        gc.collect()
        begun = time.perf_counter_ns()
        done = batch(count)
        values.append((time.perf_counter_ns() - begun) / count)
        if done != count:
            raise AssertionError("%d of %d done" % (done, count))
    return values[1:] or values


def resident_bytes():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


# --- one function a subject ---


def switch():
    """Two greenlets switch to each other; a generator is asked for its next element."""

    def greenlets(count):
        main = greenlet.getcurrent()
        done = 0
        pair = []

        def party_of(other):
            def party():
                nonlocal done
                while done < count:
                    done += 1
                    pair[other].switch()
                main.switch()

            return party

        pair.append(greenlet.greenlet(party_of(1)))
        pair.append(greenlet.greenlet(party_of(0)))
        pair[0].switch()
        return done

    def generator(count):
        def elements():
            while True:
                yield None

        steps = elements()
        done = 0
        for _ in range(count):
            next(steps)
            done += 1
        return done

    count = size(100_000)
    report("switch", "PYTHON_GREENLET", "", nanoseconds_each(count, greenlets))
    report("switch", "PYTHON_GENERATOR", "", nanoseconds_each(count, generator))


def create():
    """Made and dropped without having run."""

    def body():
        pass

    def greenlets(count):
        for _ in range(count):
            greenlet.greenlet(body)
        return count

    def gevents(count):
        for _ in range(count):
            gevent.Greenlet(body)
        return count

    count = size(100_000)
    report("create", "PYTHON_GREENLET", "", nanoseconds_each(count, greenlets))
    report("create", "GEVENT", "", nanoseconds_each(count, gevents))


def yields():
    """One greenlet alone on its hub yields."""

    def batch(count):
        done = 0
        for _ in range(count):
            gevent.sleep(0)
            done += 1
        return done

    def alone(count):
        return gevent.spawn(batch, count).get()

    report("yield", "GEVENT", "", nanoseconds_each(size(50_000), alone))


def park():
    """Two play ping-pong at the lowest level gevent has: a callback that switches, and the hub."""

    def batch(count):
        hub = gevent.get_hub()
        turn = 0
        parked = [None, None]
        played = 0

        def play(me):
            nonlocal turn, played
            for _ in range(count // 2):
                while turn != me:
                    parked[me] = greenlet.getcurrent()
                    hub.switch()
                played += 1
                turn = 1 - me
                other, parked[1 - me] = parked[1 - me], None
                if other is not None:
                    hub.loop.run_callback(other.switch)

        gevent.joinall([gevent.spawn(play, 0), gevent.spawn(play, 1)])
        return played

    report("park", "GEVENT", "", nanoseconds_each(size(50_000), batch))


def spawn():
    """Tasks that only count, so many started before they are joined."""

    def batches_of(ahead):
        def batch(count):
            done = 0

            def task():
                nonlocal done
                done += 1

            for _ in range(count // ahead):
                gevent.joinall([gevent.spawn(task) for _ in range(ahead)])
            return done

        return batch

    for ahead in (1, 1_000, 10_000, 1_000_000):
        count = size(max(20_000, ahead))
        batch = batches_of(min(ahead, count))
        report("spawn", "GEVENT", str(ahead), nanoseconds_each(count, batch))


def queue():
    """Items handed over through a channel (capacity 0) or a bounded queue."""

    def through(make):
        def batch(count):
            items = make()
            done = 0

            def put():
                for _ in range(count):
                    items.put(True)

            def take():
                nonlocal done
                for _ in range(count):
                    items.get()
                    done += 1

            gevent.joinall([gevent.spawn(put), gevent.spawn(take)], raise_error=True)
            return done

        return batch

    count = size(20_000)
    rendezvous = through(gevent.queue.Channel)
    bounded = through(lambda: gevent.queue.Queue(16))
    report("queue", "GEVENT", "0", nanoseconds_each(count, rendezvous))
    report("queue", "GEVENT", "16", nanoseconds_each(count, bounded))


def semaphore():
    """Two play ping-pong with a semaphore each."""

    def batch(count):
        semaphores = [gevent.lock.Semaphore(1), gevent.lock.Semaphore(0)]
        done = 0

        def play(me):
            nonlocal done
            for _ in range(count // 2):
                semaphores[me].acquire()
                done += 1
                semaphores[1 - me].release()

        gevent.joinall([gevent.spawn(play, 0), gevent.spawn(play, 1)], raise_error=True)
        return done

    report("semaphore", "GEVENT", "", nanoseconds_each(size(20_000), batch))


def event():
    """A crowd waits for one event after the other."""
    crowd = size(1_000)

    def batch(count):
        events = [gevent.event.Event() for _ in range(count // crowd)]
        done = 0
        waiting = 0

        def wait():
            nonlocal done, waiting
            for each in events:
                waiting += 1
                each.wait()
                done += 1

        threads = [gevent.spawn(wait) for _ in range(crowd)]
        for i, each in enumerate(events):
            while waiting < crowd * (i + 1):
                gevent.sleep(0)
            each.set()
        gevent.joinall(threads, raise_error=True)
        return done

    report("event", "GEVENT", "", nanoseconds_each(crowd * 20, batch))


def imap():
    """Items through a function that does nothing, 100 at a time."""

    def batch(count):
        return sum(1 for _ in gevent.pool.Pool(100).imap(lambda i: i, range(count)))

    report("imap", "GEVENT", "", nanoseconds_each(size(10_000), batch))


def kill():
    """Started, parked, killed and joined."""

    def batch(count):
        hub = gevent.get_hub()
        threads = [gevent.spawn(hub.switch) for _ in range(count)]
        gevent.sleep(0)
        gevent.killall(threads)
        return sum(1 for each in threads if each.dead)

    report("kill", "GEVENT", "", nanoseconds_each(size(10_000), batch))


def timer():
    """A time limit armed and called off, with others pending."""

    def batch(count):
        done = 0
        for _ in range(count):
            limit = gevent.timeout.Timeout.start_new(HOUR)
            done += 1
            limit.close()
        return done

    for others in (0, 100_000):
        pending = [gevent.timeout.Timeout.start_new(HOUR + i / 1000) for i in range(size(others))]
        report("timer", "GEVENT", str(others), nanoseconds_each(size(10_000), batch))
        for limit in pending:
            limit.close()


def parked():
    """What the process grows by, for each that is parked. Memory, not heap: Python has no such."""
    count = size(100_000)
    hub = gevent.get_hub()
    gc.collect()
    before = resident_bytes()
    threads = [gevent.spawn(hub.switch) for _ in range(count)]
    gevent.sleep(0)
    gc.collect()
    report("parked", "GEVENT", "", [(resident_bytes() - before) / count])
    gevent.killall(threads)


def sleepers():
    """A crowd that sleeps a second, until all have ended; and what the process grew by."""
    count = size(1_000_000)
    before = resident_bytes()
    begun = time.perf_counter()
    done = 0

    def sleep():
        nonlocal done
        gevent.sleep(1)
        done += 1

    gevent.joinall([gevent.spawn(sleep) for _ in range(count)])
    if done != count:
        raise AssertionError("%d of %d woke up" % (done, count))
    report("sleepers", "GEVENT", "", [time.perf_counter() - begun])
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    report("asleep", "GEVENT", "", [(most - before) / 1e6])


def versions():
    python = ".".join(str(part) for part in sys.version_info[:3])
    print("Python %s, gevent %s, greenlet %s" % (python, gevent.__version__, greenlet.__version__))


SUBJECTS = {
    "switch": switch,
    "create": create,
    "yield": yields,
    "park": park,
    "spawn": spawn,
    "queue": queue,
    "semaphore": semaphore,
    "event": event,
    "imap": imap,
    "kill": kill,
    "timer": timer,
    "parked": parked,
    "sleepers": sleepers,
}


def main(words):
    global quick
    if words[:1] == ["--quick"]:
        quick = True
        words = words[1:]
    if words == ["versions"]:
        versions()
        return
    names = list(SUBJECTS) if words == ["all"] else words
    wrong = [name for name in names if name not in SUBJECTS]
    if wrong or not names:
        sys.exit("rivals.py: name one or more of %s" % ", ".join(SUBJECTS))
    for name in names:
        SUBJECTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
