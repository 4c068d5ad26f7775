"""The language against CPython and Lua, and its limits: the `language` section of bench/run.

Every program runs in each language in turns, three processes of each; a process warms up first and then times runs
inside itself. The whole-process column is the wall clock of a process that runs once, the start of the VM included.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = ["fib", "loop", "sieve", "queens", "permute", "towers", "list", "mandelbrot", "nbody"]
WARMUPS = {"dl": 60, "CPython": 1, "Lua": 1}
ROUNDS = 3
RUNS = 3


def languages(dl):
    found = {"dl": ([dl], "dl")}
    python = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
    found["CPython"] = ([python, "-B"], "py")
    lua = shutil.which("lua5.4") or shutil.which("lua")
    if lua:
        found["Lua"] = ([lua], "lua")
    return found


def run(command, seconds=600):
    began = time.perf_counter()
    done = subprocess.run(command, cwd=HERE, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)
    return time.perf_counter() - began, done


def checked(command):
    seconds, done = run(command)
    if done.returncode != 0:
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return seconds, done.stdout


def version(command):
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout or done.stderr).strip().split("  ")[0]


def geometric_mean(values):
    return statistics.geometric_mean(values)


def programs(dl, only=None):
    known = languages(dl)
    text = ["| program | dl | CPython | Lua | dl / CPython | dl / Lua | whole process: dl | CPython | Lua |",
            "|---|---|---|---|---|---|---|---|---|"]
    ratios = {"CPython": [], "Lua": []}
    for program in only or PROGRAMS:
        inside = {name: [] for name in known}
        whole = {name: [] for name in known}
        for _ in range(ROUNDS):
            for name, (command, ending) in known.items():
                base = command + [f"{program}.{ending}"]
                _, output = checked(base + [str(WARMUPS[name]), str(RUNS)])
                inside[name] += [float(line) for line in output.split()]
                whole[name].append(checked(base)[0] * 1000)
        median = {name: statistics.median(values) for name, values in inside.items()}
        cells = [program]
        for name in ("dl", "CPython", "Lua"):
            cells.append(f"{median[name]:.1f} ms ({min(inside[name]):.1f}-{max(inside[name]):.1f})" if name in median else "-")
        for name in ("CPython", "Lua"):
            if name in median:
                ratios[name].append(median["dl"] / median[name])
                cells.append(f"{ratios[name][-1]:.2f}")
            else:
                cells.append("-")
        for name in ("dl", "CPython", "Lua"):
            cells.append(f"{statistics.median(whole[name]):.0f} ms" if name in whole else "-")
        text.append("| " + " | ".join(cells) + " |")
    means = [f"{geometric_mean(ratios[name]):.2f}" if ratios[name] else "-" for name in ("CPython", "Lua")]
    text.append(f"| **geometric mean** | | | | **{means[0]}** | **{means[1]}** | | | |")
    peers = [version(command[:1] + (["-v"] if name == "Lua" else ["--version"])) + f" ({command[0]})"
             for name, (command, _) in known.items() if name != "dl"]
    return text, peers


def limits(dl, home):
    """What the language promises about single things; Limits.java measures in one JVM, the rest are processes."""
    jar = home / ".dl/dl.jar"
    java = pathlib.Path((home / ".dl/jdk").read_text().strip()) / "bin/java"
    # As the launcher has them; the cache of loaded classes is tied to them.
    flags = ["--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-XX:+UseParallelGC", "-Xmn256m",
             "-XX:+UseTransparentHugePages", "-XX:-UsePerfData", "-XX:InlineSmallCode=6000", "-Xlog:disable"]
    cache = [f"-XX:AOTCache={home / '.dl/dl.aot'}"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([str(java.parent / "javac"), "-cp", str(jar), "-d", folder, str(HERE / "Limits.java")], check=True)
        path = os.pathsep.join([str(home / ".dl/library.jar"), str(jar), folder])
        rows = checked([str(java), *flags, "-cp", path, "Limits"])[1].strip().split("\n")
        for name, more in (("as `dl` starts", cache), ("without the launcher's cache of classes", [])):
            cold = [float(checked([str(java), *flags, *more, "-cp", path, "Limits", "parse"])[1]) for _ in range(5)]
            rows.append(f"| parsing 5,000 statements, the first thing a JVM does, {name} | {statistics.median(cold):.0f} ms "
                        f"| {min(cold):.0f}-{max(cold):.0f} | 300 ms |")
        files = {
            "10,000 nested brackets": "[" * 10000 + "]" * 10000,
            "10,000 nested parentheses": "(" * 10000 + "1" + ")" * 10000,
            "10,000 brackets that nothing closes": "[" * 10000,
            "a sum in one line of 10 MB": "1" + " + 1" * 2_500_000,
            "a string of 10 MB that nothing closes": '"' + "a" * 10_000_000,
        }
        for name, content in files.items():
            file = pathlib.Path(folder) / "bomb.dl"
            file.write_text(content)
            taken = []
            for _ in range(5):
                seconds, done = run([dl, str(file)])
                taken.append(seconds * 1000)
            last = next((line for line in (done.stderr + done.stdout).split("\n") if "Error" in line), "no error")
            rows.append(f"| {name}: `{last[:70]}` | {statistics.median(taken):.0f} ms | {min(taken):.0f}-{max(taken):.0f} | an error within 1000 ms |")
        for depth, wanted in ((10_000, "works"), (1_000_000, "an error")):
            code = f"fn deep(n) = if n == 0 {{ 0 }} else {{ 1 + deep(n - 1) }}\nprint(deep({depth}))"
            file = pathlib.Path(folder) / "deep.dl"
            file.write_text(code)
            taken = []
            for _ in range(5):
                seconds, done = run([dl, str(file)])
                taken.append(seconds * 1000)
            said = (done.stdout + done.stderr).split("\n")[0]
            rows.append(f"| recursion {depth:,} deep: `{said[:70]}` | {statistics.median(taken):.0f} ms | {min(taken):.0f}-{max(taken):.0f} | {wanted} |")
    return ["| what | median | spread | wanted |", "|---|---|---|---|"] + rows


def section(dl, home, only=None):
    """The lines of the section, its heading included."""
    table, peers = programs(dl, only)
    text = ["## Language", "",
            f"`bench/run language`; {', '.join(peers)}. In-process medians of {ROUNDS * RUNS} runs (smallest-largest) after warm-up, "
            f"in {ROUNDS} processes of each language in turns; whole processes: medians of {ROUNDS}. "
            f"A ratio below 1 means that dl is faster.", ""]
    text += table
    if not only:
        text += ["", "### Limits", ""] + limits(dl, home)
    return text
