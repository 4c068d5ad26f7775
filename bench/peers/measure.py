"""dl against native peers: the `peers` section of bench/run.

Each peer is a process of its own that times rows on request (dl.bench.Worker, numpy_worker.py); dl and the peer take
turns, so that a slow moment of the machine meets both, and rest between turns, because a peer's threads go on spinning
for some 20 ms after its call. A ratio is the peer's time by dl's: above 1 dl is faster.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
BENCH = HERE.parent
ROUNDS = 7
REST = 0.05
FLAGS = ["--add-modules", "jdk.incubator.vector", "--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED",
         "--enable-native-access=ALL-UNNAMED", "-XX:+UseParallelGC", "-XX:+UseTransparentHugePages", "-XX:-UsePerfData", "-Xmn256m",
         "-Xlog:disable", "-Xmx4g"]

# What it is, the row, the peer, threads, the ratio to reach, the ratio after that, whether it is one of the essential ten.
ROWS = [
    ("SGEMM 32", "sgemm:32x32x32", "openblas", 1, 0.80, 1.0, False),
    ("SGEMM 64", "sgemm:64x64x64", "openblas", 1, 0.90, 1.0, False),
    ("SGEMM 512", "sgemm:512x512x512", "openblas", 1, 0.92, 1.0, True),
    ("SGEMM 2048", "sgemm:2048x2048x2048", "openblas", 1, 0.88, 1.0, False),
    ("SGEMM 64x128x784", "sgemm:64x128x784", "openblas", 1, 1.0, 1.1, True),
    ("SGEMM 256x64x1152", "sgemm:256x64x1152", "openblas", 1, 0.95, 1.1, False),
    ("SGEMM narrow, 64x10x128", "sgemm:64x10x128", "openblas", 1, 0.80, 0.95, True),
    ("SGEMM narrow, 512x10x512", "sgemm:512x10x512", "openblas", 1, 0.80, 0.95, False),
    ("SGEMM A transposed, 784x128x64", "sgemm_tn:784x128x64", "openblas", 1, None, None, False),
    ("SGEMM B transposed, 64x784x128", "sgemm_nt:64x784x128", "openblas", 1, None, None, False),
    ("SGEMM 512", "sgemm:512x512x512", "openblas", 2, 0.88, 0.95, False),
    ("SGEMM 1024", "sgemm:1024x1024x1024", "openblas", 2, 0.88, 0.95, False),
    ("SGEMM 2048", "sgemm:2048x2048x2048", "openblas", 2, 0.88, 0.95, False),
    ("DGEMM 128", "dgemm:128x128x128", "openblas", 1, 1.0, 1.2, True),
    ("DGEMM 512", "dgemm:512x512x512", "openblas", 1, 1.0, 1.2, False),
    ("SGEMM 512", "sgemm:512x512x512", "netlib", 1, None, None, False),
    ("SGEMM 64x128x784", "sgemm:64x128x784", "netlib", 1, None, None, False),
    ("`a @ b`, 64x128x784", "matmul:64x128x784", "pytorch", 1, None, None, False),
    ("`relu(a * b + c)`, 100,000", "chain:100000", "pytorch", 1, 1.5, None, True),
    ("`0.5 * x * (1 + erf(x * sqrt(0.5)))`, 100,000", "gelu_chain:100000", "pytorch", 1, 3, None, False),
    ("`gelu(x)`, one operation in PyTorch, 100,000", "gelu:100000", "pytorch", 1, 3, None, False),
    ("`tanh(x)`, 100,000", "tanh:100000", "pytorch", 1, 3, None, False),
    ("`exp(x)`, 100,000", "exp:100000", "pytorch", 1, 1.0, None, False),
    ("`log(x)`, 100,000", "log:100000", "pytorch", 1, 1.0, None, False),
    ("`softmax(x)`, 1000x100", "softmax:1000x100", "pytorch", 1, 1.2, None, True),
    ("layer norm in dl, 1000x100", "layernorm:1000x100", "pytorch", 1, 1.5, None, False),
    ("`LayerNorm(100)(x)`, 1000x100", "layer_norm:1000x100", "pytorch", 1, 1.5, None, False),
    ("`argmax(x, axis = 1)`, 1000x100", "argmax:1000x100", "pytorch", 1, 3, None, False),
    ("`sum(x, axis = 0)`, 100,000x10", "sum_rows:100000x10", "pytorch", 1, 1.0, None, False),
    ("`sum(x, axis = 0)`, 1000x1000", "sum_rows:1000x1000", "pytorch", 1, 1.0, None, False),
    ("`sum(x)`, 1,000,000", "sum_all:1000000", "pytorch", 1, None, None, False),
    ("conv2d 64x1x28x28, 16 of 5x5", "conv:64x1x28x16x5x0", "pytorch", 1, 0.9, 1.0, False),
    ("conv2d 64x16x12x12, 32 of 5x5", "conv:64x16x12x32x5x0", "pytorch", 1, 0.9, 1.0, False),
    ("conv2d 8x64x28x28, 64 of 3x3", "conv:8x64x28x64x3x1", "pytorch", 1, 0.9, 1.0, False),
    ("conv2d and gradients 64x16x12x12, 32 of 5x5", "conv_grad:64x16x12x32x5x0", "pytorch", 1, 0.7, 1.0, False),
    ("conv2d and gradients 8x64x28x28, 64 of 3x3", "conv_grad:8x64x28x64x3x1", "pytorch", 1, 0.7, 1.0, False),
    ("MLP step 784-256-128-10, batch 64, Adam", "mlp:64", "pytorch", 1, 1.3, 1.8, True),
    ("MLP step 784-256-128-10, batch 64, Adam", "mlp:64", "pytorch", 2, 2.0, 3.0, True),
    ("MLP, one epoch of 20,000 digits", "mnist_mlp", "pytorch", 1, 1.0, 1.6, False),
    ("CNN 16 and 32 of 5x5, one epoch of 20,000 digits", "mnist_cnn", "pytorch", 1, 1.0, 1.3, False),
    ("LSTM 64-128, forward and backward, 32 steps, batch 32", "lstm", "pytorch", 1, 1.0, 1.3, False),
    ("step of a transformer, 4 layers of 4 heads and 128 columns, 12 blocks of 64", "transformer", "pytorch", 1, 1.0, 1.3, False),
    ("operation on a 4x4 tensor, with tape", "add4", "pytorch", 1, None, None, False),
    ("operation on a 4x4 tensor, in dl with tape", "add4", "numpy", 1, 3, 12, True),
    ("`relu(a * b + c)`, 100,000", "chain:100000", "numpy", 1, None, None, False),
]

# Curves: name, the row for a size, the peer, sizes, work of one run, unit.
CURVES = [
    ("SGEMM n x n x n", "sgemm:{0}x{0}x{0}", "openblas", [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048], lambda n: 2 * n**3, "GFLOP/s"),
    ("relu(a * b + c)", "chain:{0}", "pytorch", [10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000], lambda n: n, "ns per element"),
    ("softmax n x 100", "softmax:{0}x100", "pytorch", [1, 10, 100, 1000, 10_000, 100_000], lambda n: 100 * n, "ns per element"),
    ("conv2d n x 16 x 12 x 12, 32 of 5x5", "conv:{0}x16x12x32x5x0", "pytorch", [1, 4, 16, 64, 256, 1024], lambda n: n * 2 * 16 * 25 * 32 * 64, "GFLOP/s"),
    ("MLP step, batch n", "mlp:{0}", "pytorch", [1, 4, 16, 64, 256, 1024, 4096], lambda n: n * 6 * (784 * 256 + 256 * 128 + 1280), "GFLOP/s"),
]


class Worker:
    """A peer in its own process."""

    def __init__(self, name, threads, java, classpath):
        surroundings = dict(os.environ, OPENBLAS_CORETYPE="SkylakeX", OPENBLAS_NUM_THREADS=str(threads),
                            OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads))
        # OpenBLAS would not use all of the cache.
        surroundings.pop("OPENBLAS_L2_SIZE", None)
        if name == "numpy":
            command = ["/usr/bin/python3", "-B", str(HERE / "numpy_worker.py")]
        else:
            command = [java, *FLAGS, f"-Ddl.bench.scripts={HERE}", "-cp", classpath, "dl.bench.Worker", name, str(threads)]
        self.log = open(BENCH / f"target/{name}-{threads}.log", "w")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True, env=surroundings)
        self.about = self.process.stdout.readline().strip()
        self.absent = not self.about

    def ask(self, *words):
        if self.absent:
            return "missing this peer does not start, see " + self.log.name
        try:
            self.process.stdin.write(" ".join(map(str, words)) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().strip()
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.absent = True
            return "missing this peer ended, see " + self.log.name
        return answer

    def time(self, row, millis, samples):
        answer = self.ask("time", row, millis, samples)
        time.sleep(REST)
        return [float(word) for word in answer.split()]

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.log.close()


class Workers:
    def __init__(self, home):
        build(home)
        jdk = (home / ".dl/jdk").read_text().strip()
        self.java = jdk + "/bin/java"
        self.classpath = f"{BENCH / 'target/bench.jar'}{os.pathsep}{(BENCH / 'target/classpath').read_text().strip()}"
        self.started = {}

    def get(self, name, threads):
        if (name, threads) not in self.started:
            self.started[(name, threads)] = Worker(name, threads, self.java, self.classpath)
        return self.started[(name, threads)]

    def close(self):
        for worker in self.started.values():
            worker.close()


def build(home):
    done = subprocess.run(["mvn", "-q", "-B", "-ntp", "-f", str(BENCH / "pom.xml"), "package"], capture_output=True, text=True, cwd=home)
    if done.returncode != 0:
        sys.exit("bench/pom.xml does not build:\n" + done.stdout + done.stderr)


def duel(workers, row, peer, threads, seconds, rounds):
    """Nanoseconds of dl and of the peer, round by round, or why there are none."""
    pair = [workers.get("dl", threads), workers.get(peer, threads)]
    for worker in pair:
        answer = worker.ask("prepare", row, seconds)
        if answer != "ready":
            return answer.removeprefix("missing ")
    taken = [[], []]
    for round_ in range(rounds):
        for side in (0, 1) if round_ % 2 == 0 else (1, 0):
            taken[side].append(statistics.median(pair[side].time(row, 20, 3)))
    for worker in pair:
        worker.ask("forget", row)
    return taken


def shown(nanos):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("us", 1e3)):
        if nanos >= size:
            return f"{nanos / size:.3g} {unit}"
    return f"{nanos:.3g} ns"


def verdict(ratio, reach, then):
    if reach is None:
        return ""
    if ratio >= (then or reach):
        return "both" if then else "reached"
    return "reached" if ratio >= reach else "**missed**"


def table(workers, rows, seconds, rounds):
    text = ["| work | threads | peer | dl | peer's | ratio | spread | reach | then | |", "|---|---|---|---|---|---|---|---|---|---|"]
    for what, row, peer, threads, reach, then, _ in rows:
        taken = duel(workers, row, peer, threads, seconds, rounds)
        if isinstance(taken, str):
            print(f"skipped: {what} against {peer}: {taken}", flush=True)
            text.append(f"| {what} | {threads} | {peer} | - | - | skipped: {taken} | | {reach or ''} | {then or ''} | |")
            continue
        ratios = [theirs / ours for ours, theirs in zip(*taken)]
        ratio = statistics.median(ratios)
        text.append(f"| {what} | {threads} | {peer} | {shown(statistics.median(taken[0]))} | {shown(statistics.median(taken[1]))} "
                    f"| **{ratio:.2f}** | {min(ratios):.2f}-{max(ratios):.2f} | {reach or ''} | {then or ''} | {verdict(ratio, reach, then)} |")
        print(text[-1], flush=True)
    return text


def processes(dl, home, quick):
    """Whole processes, whose targets are seconds."""
    commands = [
        ("digits, 20 epochs, whole process", [dl, "examples/digits.dl"], None, "1.0", "0.4"),
        ("first 100 steps of the MLP, cold JVM (its own clock)", [dl, "bench/peers/first_steps.dl"], float, "1.0", "0.5"),
    ]
    text = ["| work | median | spread | reach | then |", "|---|---|---|---|---|"]
    for what, command, reading, reach, then in commands:
        taken = []
        for turn in range(3 if quick else 8):
            began = time.perf_counter()
            done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=True)
            seconds = time.perf_counter() - began
            if turn > 0:
                taken.append(reading(done.stdout) if reading else seconds)
        text.append(f"| {what} | {statistics.median(taken):.2f} s | {min(taken):.2f}-{max(taken):.2f} | {reach} s | {then} s |")
        print(text[-1], flush=True)
    return text


def growth(workers):
    """How cost grows with size: tables, and bench/growth.png."""
    text, lines = [], []
    for name, pattern, peer, sizes, work, unit in CURVES:
        body = []
        for size in sizes:
            taken = duel(workers, pattern.format(size), peer, 1, 1.0, 3)
            if isinstance(taken, str):
                print(f"skipped: growth of {name}: {taken}", flush=True)
                break
            speeds = []
            for nanos in map(statistics.median, taken):
                speeds.append(work(size) / nanos if unit == "GFLOP/s" else nanos / work(size))
            body.append(f"| {size:,} | {speeds[0]:.3g} | {speeds[1]:.3g} |")
            lines += [f"{name}\t{unit}\t{who}\t{size}\t{speed}" for who, speed in zip(("dl", peer), speeds)]
            print(f"{name} {body[-1]}", flush=True)
        if body:
            text += ["", f"{name}, {unit}:", "", f"| n | dl | {peer} |", "|---|---|---|"] + body
    points = BENCH / "target/growth.tsv"
    points.write_text("\n".join(lines) + "\n")
    subprocess.run([workers.java, "-Djava.awt.headless=true", "-cp", workers.classpath, "dl.bench.Growth", str(points), str(BENCH / "growth.png")], check=True)
    return text + ["", "![growth](growth.png)"]


def some(home, words):
    """Prints the rows whose name or description has one of the words."""
    workers = Workers(home)
    try:
        table(workers, [row for row in ROWS if any(word in row[0] or word in row[1] for word in words)], 2.0, ROUNDS)
    finally:
        workers.close()


def section(dl, home, quick=False):
    """The lines of the section, its heading included."""
    workers = Workers(home)
    try:
        rows = [row for row in ROWS if row[6] or not quick]
        measured = table(workers, rows, 2.0, 3 if quick else ROUNDS)
        whole = processes(dl, home, quick)
        grown = [] if quick else ["", "### Growth", "", "One thread; medians."] + growth(workers)
        abouts = sorted({worker.about for worker in workers.started.values() if worker.about})
    finally:
        workers.close()
    return ["## Peers", "",
            f"`bench/run peers`; {', '.join(abouts)}. A ratio is the peer's time by dl's: above 1 dl is faster. Medians of "
            f"{3 if quick else ROUNDS} turns each, in which dl and the peer alternate in processes of their own; spread: smallest to largest ratio "
            f"of a turn. Products are timed at the kernels, into an array that is there; all else as dl scripts run it, "
            f"against PyTorch's C++ interface without Python's share.", ""] + measured + [""] + whole + grown
