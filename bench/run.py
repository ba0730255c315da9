"""`make bench`: measure, print a table, compare with the targets.

    python -m bench.run [--json FILE] [--check] [--quick] [--only FIGURE ...]

Exit status 0; 1 with `--check` if a target is missed; 2 if the benchmark itself fails.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from rich.console import Console

from bench import backends, serving
from bench.checking import checking
from bench.loading import PEOPLE, loading
from bench.report import Figure, Unit, percentile, table_of
from bench.worker import ROOT, BenchError, Worker

PARTS = ("build", "start", "warm", "memory", "checking", "load")
_QUESTIONS = ROOT / "eval" / "questions.jsonl"
_VERSIONS = ("sentence-transformers", "torch", "onnxruntime", "chromadb", "llama-index-core")

_ENCODE = "floor: encoding the same texts"
_LOAD = "floor: importing, loading the model"
_FLOOR = "floor: encoding, Chroma query"
_PLAIN = "plain LlamaIndex"

_QUIET_CORES = 0.2  # what others may use before the ratios say little
_WIDTH = 110  # of the table, also where the output is no terminal

_ASKED_AT_ONCE = 8 * PEOPLE  # questions that people share

# A question at a time: whatever a library keeps spinning after an answer has come to rest.
_PAUSE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured.

    Attributes:
        builds: builds of each kind.
        texts: texts that the floor encodes in a build; None for all.
        starts: fresh processes of each kind.
        warm_up: questions before those that count.
        questions: questions that count.
        answers: answers given before memory is read.
        seconds: that people ask at once.
    """

    builds: int = 3
    texts: int | None = None
    starts: int = 5
    warm_up: int = 10
    questions: int = 180
    answers: int = 50
    seconds: int = 20


QUICK = Sizes(builds=1, texts=8, starts=1, warm_up=1, questions=3, answers=2, seconds=3)


class Bench:
    """One run: where its indexes are, and how much is measured."""

    def __init__(self, data: Path, sizes: Sizes, console: Console) -> None:
        self._data = data
        self._sizes = sizes
        self._console = console
        self._environment = _environment(data)
        self._questions = read_questions(_QUESTIONS, sizes.warm_up + sizes.questions)

    def prepare(self) -> None:
        """Export the model if that hasn't been done, and write everyone's index."""
        from ino_assistant.settings import load_settings

        models = load_settings().model_dir.resolve()
        models.mkdir(parents=True, exist_ok=True)
        (self._data / "models").symlink_to(models)
        self._seconds([sys.executable, "-m", "bench.worker", "prepare", str(self._data)])

    def build(self) -> list[Figure]:
        """Index build, beside encoding alone and the plain pipeline's build."""
        taken: dict[str, list[float]] = {name: [] for name in backends.NAMES}
        with self._workers() as workers:
            for worker in workers.values():
                worker.open()
                worker.build(self._sizes.texts)  # imports
            for turn in range(self._sizes.builds):
                for name in _in_turn(turn):
                    taken[name].append(workers[name].build(self._sizes.texts))
        return _beside("index build", "s", taken, 0.5, {_ENCODE: 1.0, _PLAIN: None})

    def start(self) -> list[Figure]:
        """A fresh process: first answer and `--help`."""
        question = self._questions[0]
        load = (
            "from sentence_transformers import SentenceTransformer; "
            f"SentenceTransformer({backends.model_location()!r}, device='cpu')"
        )
        worker = [sys.executable, "-m", "bench.worker"]
        program = _program()
        commands = {
            "ours": [*program, "ask", question]
            if program
            else [*worker, "ours", str(self._data), question],
            "floor": [sys.executable, "-c", load],
            "plain": [*worker, "plain", str(self._data), question],
        }
        if program:
            commands["help"] = [*program, "--help"]
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for command in commands.values():
            self._seconds(command)  # files into the system's cache
        for _ in range(self._sizes.starts):
            for name, command in commands.items():
                taken[name].append(self._seconds(command))
        figures = _beside(
            "first answer, fresh process", "s", taken, 0.5, {_LOAD: 0.6, _PLAIN: None}
        )
        shown = percentile(taken["help"], 0.5) if program else None
        note = "" if program else "there is no command line yet; ours is `bench.worker`"
        cold = percentile(taken["ours"], 0.5)
        return [*figures, Figure("--help", "s", shown, "our first answer", cold, 0.1, note)]

    def warm(self) -> list[Figure]:
        """Answers one after the other; no question is asked twice."""
        taken: dict[str, list[float]] = {name: [] for name in backends.NAMES}
        with self._workers() as workers:
            for worker in workers.values():
                worker.open()
            for turn, question in enumerate(self._questions):
                for name in _in_turn(turn):
                    time.sleep(_PAUSE_SECONDS)
                    milliseconds = workers[name].ask(question)
                    if turn >= self._sizes.warm_up:
                        taken[name].append(milliseconds)
        return [
            *_beside("warm answer, p50", "ms", taken, 0.5, {_FLOOR: 1.0, _PLAIN: None}),
            *_beside("warm answer, p95", "ms", taken, 0.95, {_FLOOR: None, _PLAIN: None}),
        ]

    def memory(self) -> list[Figure]:
        """Fresh processes after some answers: the most that they ever had, and their share now."""
        questions = self._questions[: self._sizes.answers]
        found: dict[str, dict[str, float]] = {}
        for name in backends.NAMES:
            with Worker(name, self._data, self._environment) as worker:
                worker.open()
                for question in questions:
                    worker.ask(question)
                found[name] = worker.memory()
        try:
            errors = self._data / "serve.log"
            serving_ours = serving.memory_after(questions, self._environment, errors)
            name, note = "serving process", ""
        except BenchError as error:
            serving_ours, name, note = found["ours"], "assistant alone", str(error)
            self._console.print(f"[yellow]{note}; the assistant alone is measured[/]")
        plain, floor, alone = found["plain"], found["floor"], found["ours"]
        peak, share = f"peak memory, {name}", f"memory now (PSS), {name}"
        return [
            Figure(peak, "MB", serving_ours["peak"], _PLAIN, plain["peak"], 0.6, note),
            Figure(peak, "MB", serving_ours["peak"], _FLOOR, floor["peak"], None, note),
            Figure(share, "MB", serving_ours["pss"], _PLAIN, plain["pss"], None, note),
            Figure("peak memory, assistant alone", "MB", alone["peak"], _PLAIN, plain["peak"]),
        ]

    def checking(self) -> list[Figure]:
        """Statements checked against their evidence."""
        return checking(self._sizes.builds)

    def load(self) -> list[Figure]:
        """Many people asking at once, beside one."""
        questions = read_questions(_QUESTIONS, _ASKED_AT_ONCE)
        seconds, cores = self._sizes.seconds, _cores()
        return loading(questions, self._environment, self._data, seconds=seconds, cores=cores)

    @contextlib.contextmanager
    def _workers(self) -> Iterator[dict[str, Worker]]:
        with contextlib.ExitStack() as stack:
            yield {
                name: stack.enter_context(Worker(name, self._data, self._environment))
                for name in backends.NAMES
            }

    def _seconds(self, command: Sequence[str]) -> float:
        """Run a command from start to end."""
        started = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        seconds = time.perf_counter() - started
        if done.returncode != 0:
            last = "\n".join(done.stderr.splitlines()[-8:])
            raise BenchError(f"{' '.join(command)[:200]} exits {done.returncode}:\n{last}")
        return seconds


def read_questions(path: Path, count: int) -> list[str]:
    """`count` questions spread evenly over a file, always the same ones.

    Raises:
        BenchError: the file can't be read, or holds too few.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
        asked = [json.loads(line).get("question") for line in lines if line.strip()]
    except (OSError, ValueError, AttributeError) as error:
        raise BenchError(f"{path}: {error}") from error
    questions = list(dict.fromkeys(q for q in asked if isinstance(q, str)))
    if len(questions) < count:
        raise BenchError(f"{path}: {count} questions are needed, {len(questions)} are there")
    return [questions[place * len(questions) // count] for place in range(count)]


def _environment(data: Path) -> dict[str, str]:
    """The processes' environment: this run's indexes, no network, no threads set."""
    threads = {"OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"}
    kept = {name: value for name, value in os.environ.items() if name not in threads}
    return {
        **kept,
        "INO_ASSISTANT_DATA_DIR": str(data),
        "HF_HUB_OFFLINE": "1",
        "ANONYMIZED_TELEMETRY": "False",
    }


def _program() -> list[str] | None:
    """The command `ino-assistant`, None if it isn't there."""
    installed = Path(sys.executable).with_name("ino-assistant")
    if installed.exists():
        return [str(installed)]
    if importlib.util.find_spec("ino_assistant.cli.main") is None:
        return None
    run = "import sys; from ino_assistant.cli.main import main; sys.exit(main())"
    return [sys.executable, "-c", run]


def _in_turn(turn: int) -> tuple[str, ...]:
    """The backends, another one first each time."""
    first = turn % len(backends.NAMES)
    return backends.NAMES[first:] + backends.NAMES[:first]


def _beside(
    name: str,
    unit: Unit,
    taken: Mapping[str, Sequence[float]],
    share: float,
    targets: Mapping[str, float | None],
) -> list[Figure]:
    """Ours beside the floor and the plain pipeline; `targets` names them in this order."""
    ours, floor, plain = (percentile(taken[each], share) for each in backends.NAMES)
    return [
        Figure(name, unit, ours, reference, theirs, target)
        for (reference, target), theirs in zip(targets.items(), (floor, plain), strict=True)
    ]


class Others:
    """What other programs used of the processor since this was made: they distort every ratio."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._all, self._own = _busy_seconds()

    def cores(self) -> float:
        """Cores that they kept busy on average."""
        everything, own = _busy_seconds()
        used = (everything - self._all) - (own - self._own)
        return max(0.0, used / (time.perf_counter() - self._started))


def _busy_seconds() -> tuple[float, float]:
    """Processor seconds of the machine, and of this process and the ended ones it started."""
    # user, nice, system, idle, iowait, irq, softirq, steal
    counted = [int(n) for n in Path("/proc/stat").read_text("utf-8").split("\n", 1)[0].split()[1:9]]
    used = sum(counted) - counted[3] - counted[4]
    own = os.times()
    return used / os.sysconf("SC_CLK_TCK"), sum(own[:4])


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--check", action="store_true", help="exit 1 if a target is missed")
    parser.add_argument("--quick", action="store_true", help="try it out: the figures mean nothing")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="some figures only")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit status."""
    arguments = _arguments(given)
    console = Console()
    console = Console(width=max(console.width, _WIDTH))
    cores, others = _cores(), Others()
    figures: list[Figure] = []
    try:
        with tempfile.TemporaryDirectory(prefix="ino-bench-") as folder:
            bench = Bench(Path(folder), QUICK if arguments.quick else Sizes(), console)
            console.print("preparing model and indexes")
            bench.prepare()
            for part in PARTS:
                if part in arguments.only:
                    console.print(f"measuring: {part}")
                    figures += getattr(bench, part)()
        busy = others.cores()
        console.print(table_of(figures, f"{cores} cores; medians, lower is better"))
        if busy > _QUIET_CORES:
            console.print(f"[yellow]other programs kept {busy:.1f} cores busy: measure again[/]")
        for note in dict.fromkeys(figure.note for figure in figures if figure.note):
            console.print(f"note: {note}", highlight=False)
        if arguments.json:
            content = {
                "cores": cores,
                "cores_used_by_others": round(busy, 2),
                "python": platform.python_version(),
                "machine": f"{platform.system()} {platform.machine()}",
                "versions": {name: metadata.version(name) for name in _VERSIONS},
                "quick": arguments.quick,
                "figures": [figure.as_dict() for figure in figures],
            }
            arguments.json.parent.mkdir(parents=True, exist_ok=True)
            arguments.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    except (BenchError, OSError) as error:
        Console(stderr=True).print(f"error: {error}", highlight=False, markup=False)
        return 2
    missed = [figure.name for figure in figures if figure.reached is False]
    return 1 if arguments.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
