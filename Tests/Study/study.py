#!/usr/bin/env python3
"""Runs the study of plan.tsv, and reads its results. Needs nothing but Python.

  study.py run --data DIR --out DIR [--jobs N] [--epochs N] [--only VARIANT ...]
      trains what is not finished yet, one run a thread; it can be stopped and started again at any time
  study.py summary --out DIR
      one line a finished run: accuracy, rounded accuracy, channels re-routed, first epoch at which all
      shuffles were permutations, speed, memory
  study.py tables --out DIR NETWORK VARIANT OTHER
      tests whether two variants' tables differ: the exact permutation test of the mean distance between
      the groups less that within them, over all ways to split the runs

AUTOSHUFFLE names the program (default: autoshuffle)."""

import argparse
import itertools
import json
import os
import queue
import re
import subprocess
import sys
import threading

PROGRAM = os.environ.get("AUTOSHUFFLE", "autoshuffle")
NETWORKS = {
    "v2-0.5": ["--model", "shufflenet-v2", "--width", "0.5"],
    "v2-1": ["--model", "shufflenet-v2", "--width", "1"],
    "v1-3": ["--model", "shufflenet-v1", "--groups", "3"],
    "v1-8": ["--model", "shufflenet-v1", "--groups", "8"],
}


def plan():
    """The runs (network, variant, seed, settings), the seeds of a row interleaved with the others."""
    rows = []
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "plan.tsv")) as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if line.startswith("#") or fields[0] == "variant":
                continue
            first, last = fields[2].split("-")
            rows.append((fields[1], fields[0], range(int(first), int(last) + 1), fields[3]))
    runs = [(n, v, seed, s) for n, v, seeds, s in rows for seed in seeds]
    order = {n: k for k, n in enumerate(dict.fromkeys(row[0] for row in rows))}
    return sorted(runs, key=lambda run: (order[run[0]], run[2]))


def folder(out, network, variant, seed):
    return os.path.join(out, f"{network}.{variant}.{seed}")


def metrics(path):
    try:
        with open(os.path.join(path, "metrics.jsonl")) as file:
            return [json.loads(line) for line in file]
    except FileNotFoundError:
        return []


def epochs_wanted(path):
    with open(os.path.join(path, "config.toml")) as file:
        return int(re.search(r"^epochs = (\d+)", file.read(), re.M)[1])


def finished(path):
    done = metrics(path)
    return bool(done) and done[-1]["epoch"] == epochs_wanted(path)


def command(*words):
    return subprocess.run(
        [PROGRAM, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)


def source(out, kind, network, variant, seed):
    """The file that a run takes its permutations from; None until the other run is finished."""
    path = folder(out, network, variant, seed)
    if not finished(path):
        return None
    file = f"{path}.{kind}.safetensors"
    if kind == "perm":
        command("export", "--run", path, file)
    else:
        command("routes", path, "--relabel", file, "--seed", str(seed + 1))
    return file


def train(arguments, run):
    """Trains one run to its end; False if it waits for another."""
    network, variant, seed, settings = run
    path = folder(arguments.out, network, variant, seed)
    if finished(path):
        return True
    if metrics(path):
        words = ["train", "--resume", "--out", path]
    else:
        words = ["train", *NETWORKS[network], "--seed", str(seed), "--threads", "1",
                 "--epochs", str(arguments.epochs), "--out", path]
        for word in settings.split():
            reference = re.fullmatch(r"\{(perm|names):(.*)\}", word)
            if reference:
                word = source(arguments.out, reference[1], network, reference[2], seed)
                if word is None:
                    return False
            words.append(word)
    print(path, flush=True)
    with open(path + ".log", "a") as log:
        done = subprocess.run([PROGRAM, *words, "--data", arguments.data],
                              stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    if done.returncode != 0:
        print(f"{path}: exit code {done.returncode}, see its log", file=sys.stderr, flush=True)
    return True


def run(arguments):
    os.makedirs(arguments.out, exist_ok=True)
    waiting = queue.Queue()
    for entry in plan():
        if not arguments.only or entry[1] in arguments.only:
            waiting.put(entry)

    def work():
        postponed = 0
        while postponed <= waiting.qsize():
            try:
                entry = waiting.get_nowait()
            except queue.Empty:
                return
            if train(arguments, entry):
                postponed = 0
            else:
                waiting.put(entry)
                postponed += 1

    workers = [threading.Thread(target=work) for _ in range(arguments.jobs)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def summary(arguments):
    print("network\tvariant\tseed\tepochs\ttop1\trounded\tre-routed\trandom\tfrom start\tsettled\t"
          "images/CPU-s\tMiB")
    for network, variant, seed, _ in plan():
        path = folder(arguments.out, network, variant, seed)
        if not metrics(path) or not finished(path):
            continue
        epochs = metrics(path)
        last, moved = epochs[-1], epochs[-1].get("movement")
        settled = next((e["epoch"] for e in epochs if e["penalty"]["sum"] == 0), "-")
        speeds = sorted(e["imagesPerCPUSecond"] for e in epochs)
        print(network, variant, seed, last["epoch"], f"{100 * last['testTop1']:.2f}",
              f"{100 * last['testTop1Rounded']:.2f}",
              *([moved["fromManual"], f"{moved['randomFromManual']:.1f}", moved["fromStart"], settled]
                if moved else ["-"] * 4),
              f"{speeds[len(speeds) // 2]:.0f}", f"{last['peakMemoryMiB']:.0f}", sep="\t")


def tables_of(out, network, variant):
    """The tables of the finished runs of a variant, each as one list of numbers."""
    found = []
    for n, v, seed, _ in plan():
        path = folder(out, network, variant, seed)
        if (n, v) == (network, variant) and metrics(path) and finished(path):
            parts = json.loads(command("routes", path, "--json").stdout)["parts"]
            found.append([x for part in parts for row in part["table"]["counts"] for x in row])
    return found


def separation(first, second):
    """The mean distance of tables of different groups less that of tables of one group."""
    def distance(a, b):
        return sum(abs(x - y) for x, y in zip(a, b)) / 2

    between = [distance(a, b) for a in first for b in second]
    within = [distance(a, b) for group in (first, second)
              for a, b in itertools.combinations(group, 2)]
    return sum(between) / len(between) - sum(within) / len(within)


def tables(arguments):
    first = tables_of(arguments.out, arguments.network, arguments.variant)
    second = tables_of(arguments.out, arguments.network, arguments.other)
    if min(len(first), len(second)) < 2:
        sys.exit("at least two finished runs of each variant are needed")
    everything = first + second
    observed = separation(first, second)
    splits = list(itertools.combinations(range(len(everything)), len(first)))
    as_far = sum(
        separation([everything[k] for k in split],
                   [t for k, t in enumerate(everything) if k not in split]) >= observed
        for split in splits)
    print(f"{len(first)} and {len(second)} runs, separation {observed:.1f} channels, "
          f"p = {as_far}/{len(splits)} = {as_far / len(splits):.4f}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    runs = commands.add_parser("run")
    runs.add_argument("--data", required=True)
    runs.add_argument("--jobs", type=int, default=1)
    runs.add_argument("--epochs", type=int, default=30)
    runs.add_argument("--only", nargs="*", default=[])
    runs.set_defaults(action=run)
    summaries = commands.add_parser("summary")
    summaries.set_defaults(action=summary)
    tests = commands.add_parser("tables")
    for name in ("network", "variant", "other"):
        tests.add_argument(name)
    tests.set_defaults(action=tables)
    for command_parser in (runs, summaries, tests):
        command_parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    arguments.action(arguments)


if __name__ == "__main__":
    main()
