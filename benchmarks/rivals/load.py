"""What load generators cost for a request; run by benchmarks/load.

The processor time is what the operating system counts for the whole process of the generator,
user and system time of all its threads. Of wrk and hey it is that of the whole run, of greenloom
that of the seconds behind the warm-up, as its --json tells; the whole run stands beside it.
"""

import datetime
import json
import os
import pathlib
import platform
import re
import resource
import statistics
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
java = sys.argv[2]
connections = [int(n) for n in sys.argv[3].split(",")]
rounds, warm_up, seconds = (int(n) for n in sys.argv[4:7])
greenloom = [java, "-XX:+UseSerialGC"]
jar = ["-jar", str(root / "app/target/greenloom-app.jar"), "load"]
quick = "-XX:TieredStopAtLevel=1"


def run(command):
    """Its output, and the processor time of the process in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(["taskset", "-c", "1", *command], stdout=subprocess.PIPE, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def of_wrk(url, count):
    out, cpu = run(["wrk", "-t1", f"-c{count}", f"-d{seconds}", "--latency", url])
    if "Non-2xx" in out or "Socket errors" in out:
        sys.exit(f"benchmarks: wrk met with errors: {out}")
    n = int(re.search(r"(\d+) requests in", out)[1])
    return n, n / seconds, cpu / n, cpu / n


def of_hey(url, count):
    out, cpu = run(["hey", "-cpus", "1", "-c", str(count), "-z", f"{seconds}s", url])
    n = sum(int(m) for m in re.findall(r"\[200\]\s+(\d+) responses", out))
    return n, n / seconds, cpu / n, cpu / n


def of_greenloom(url, count, options):
    words = ["-c", str(count), "--warm-up", f"{warm_up}s", "-d", f"{seconds}s", "--json", "-q", url]
    out, cpu = run(greenloom + options + jar + words)
    found = json.loads(out)
    if found["failed"]:
        sys.exit(f"benchmarks: greenloom met with errors: {out}")
    n = found["requests"]
    whole = n / seconds * (warm_up + seconds)  # about; those of the warm-up are not counted
    return n, found["requests_per_second"], found["cpu_seconds"] / n, cpu / whole


generators = {
    "wrk": of_wrk,
    "greenloom load": lambda url, count: of_greenloom(url, count, []),
    "greenloom load, quick compiler": lambda url, count: of_greenloom(url, count, [quick]),
    "hey": of_hey,
}


def first_line(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.splitlines()[0] if done.stdout else "unknown"


def measure(url):
    samples = {}
    for turn in range(rounds):
        for count in connections:
            for name, generator in generators.items():
                print(f"benchmarks: round {turn + 1}, {count} connections, {name}", file=sys.stderr)
                samples.setdefault((count, name), []).append(generator(url, count))
    return samples


def table(samples, count):
    yield f"\n## {count:,} connections\n"
    yield "| generator | CPU | rounds | to wrk | requests/s | CPU, whole run |"
    yield "|---|--:|---|--:|--:|--:|"
    base = statistics.median(s[2] for s in samples[count, "wrk"])
    for name in generators:
        mine = samples[count, name]
        cpu = statistics.median(s[2] for s in mine)
        each = ", ".join(f"{s[2] * 1e6:.2f}" for s in mine)
        rate = statistics.median(s[1] for s in mine)
        whole = statistics.median(s[3] for s in mine)
        yield f"| {name} | {cpu * 1e6:.2f} | {each} | {cpu / base:.2f} | {rate:,.0f} | {whole * 1e6:.2f} |"


def report(samples, before):
    commit = first_line("git", "-C", str(root), "rev-parse", "--short=12", "HEAD")
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    yield f"# {datetime.date.today()}, load generators\n"
    yield f"- Machine: {os.cpu_count()} processors ({model[1] if model else 'model unknown'}), {platform.system()} {platform.release()}"
    yield f"- Load: {before:.2f} before, {os.getloadavg()[0]:.2f} after, of which this is the most"
    yield f"- Greenloom: commit {commit}; `{' '.join(greenloom[1:])}`, and with `{quick}` as the launcher has it"
    yield f"- JVM: {first_line(java, '--version')}; rivals: {first_line('wrk', '-v').split(' Copyright')[0]}, hey"
    yield f"- Rounds: {rounds}, {seconds} s each, greenloom's after {warm_up} s to warm up"
    yield f"- Command: `benchmarks/load --connections={','.join(map(str, connections))} --rounds={rounds} --warm-up={warm_up} --seconds={seconds}`"
    yield """
The server, `rivals/c/http.c`, ran on one processor and the generator, all its threads, on another. CPU
is microseconds of processor time of the generator's process for a request, user and system, as the
operating system counts it: the median of the rounds, and each round. Of wrk and hey it is that of the
whole run; of greenloom that of the seconds behind the warm-up, and in the last column that of the
whole run, with the start of the JVM and its compilers."""
    for count in connections:
        yield from table(samples, count)


def write(text):
    today = datetime.date.today().isoformat()
    number = 1
    while True:
        name = f"{today}-load{'' if number == 1 else f'-{number}'}.md"
        try:
            with open(root / "benchmarks/results" / name, "x") as file:
                file.write(text)
            return name
        except FileExistsError:
            number += 1


load_before = os.getloadavg()[0]
server = subprocess.Popen(
    ["taskset", "-c", "0", str(root / "benchmarks/target/rivals/http")],
    stdout=subprocess.PIPE,
    text=True,
)
try:
    found = measure(f"http://127.0.0.1:{server.stdout.readline().strip()}/")
finally:
    server.kill()
print("benchmarks: written: " + write("\n".join(report(found, load_before)) + "\n"), file=sys.stderr)
