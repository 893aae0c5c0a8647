#!/usr/bin/env python3
"""Runs the study of plan.tsv, and reads its results. Needs nothing but Python.

  study.py run --data DIR --out DIR [--jobs N] [--only VARIANT ...] [--networks NETWORK ...]
      trains what has no result yet, one run a thread, and writes a result for each finished run; it can be
      stopped and started again at any time, on another machine too (there a run begins anew)
  study.py summary
      one line a result: accuracy before and after rounding, channels re-routed, first epoch at which all
      shuffles were permutations, speed, memory; then each variant's mean
  study.py compare NETWORK VARIANT OTHER
      the difference of two variants' accuracies: McNemar's exact test for each seed, and over the seeds that
      both have the mean with its 95 % interval (Student's t of the paired differences)
  study.py tables NETWORK VARIANT OTHER
      tests whether two variants' tables differ: the exact permutation test of the mean distance between
      the groups less that within them, over all ways to split the runs

Results are in Results/runs, a file a run; AUTOSHUFFLE names the program (default: autoshuffle), which should be
built from the commit that is checked out: results name it."""

import argparse
import fractions
import itertools
import json
import math
import os
import queue
import re
import statistics
import subprocess
import sys
import threading

PROGRAM = os.environ.get("AUTOSHUFFLE", "autoshuffle")
HERE = os.path.dirname(os.path.abspath(__file__))
RESULTS = os.path.join(HERE, "Results", "runs")
NETWORKS = {
    "v2-0.5": ["--model", "shufflenet-v2", "--width", "0.5"],
    "v2-1": ["--model", "shufflenet-v2", "--width", "1"],
    "v1-3": ["--model", "shufflenet-v1", "--groups", "3"],
    "v1-8": ["--model", "shufflenet-v1", "--groups", "8"],
}
# The 97.5 % quantiles of Student's distribution for 1, 2, ... degrees of freedom.
STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]


def plan():
    """The runs (network, variant, seed, epochs to stop after, settings): block by block, and in a block seed by
    seed."""
    rows, block = [], 0
    with open(os.path.join(HERE, "plan.tsv")) as file:
        for line in file:
            if not line.strip():
                block += 1
            elif not line.startswith(("#", "variant\t")):
                variant, network, seeds, stop, settings = line.rstrip("\n").split("\t")
                first, last = seeds.split("-")
                stop = None if stop == "-" else int(stop)
                rows += [(block, seed, (network, variant, seed, stop, settings))
                         for seed in range(int(first), int(last) + 1)]
    return [run for _, _, run in sorted(rows, key=lambda row: row[:2])]


def name(network, variant, seed):
    return f"{network}.{variant}.{seed}"


def result(network, variant, seed):
    """The result of a run, None if it is not finished."""
    try:
        with open(os.path.join(RESULTS, name(network, variant, seed) + ".json")) as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def results(network, variant):
    """The results of a variant, by seed."""
    found = {seed: result(n, v, seed) for n, v, seed, *_ in plan() if (n, v) == (network, variant)}
    return {seed: entry for seed, entry in found.items() if entry}


# Running.

def metrics(path):
    try:
        with open(os.path.join(path, "metrics.jsonl")) as file:
            return [json.loads(line) for line in file]
    except FileNotFoundError:
        return []


def is_complete(path, stop):
    done = metrics(path)
    if not done:
        return False
    if stop is not None and done[-1]["epoch"] >= stop:
        return True
    with open(os.path.join(path, "config.toml")) as file:
        return done[-1]["epoch"] == int(re.search(r"^epochs = (\d+)", file.read(), re.M)[1])


def command(*words):
    return subprocess.run(
        [PROGRAM, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=True).stdout


def permutations(arguments, kind, network, variant, seed):
    """The file that a run takes its permutations from; None until the run it is of has a result."""
    path = os.path.join(arguments.out, f"{name(network, variant, seed)}.{kind}")
    if kind == "permutations":
        other = result(network, variant, seed)
        if other is None:
            return None
        with open(path + ".json", "w") as file:
            json.dump(other["permutations"], file)
        return path + ".json"
    # Only the tables of a fixed network count here, so a step of training will do.
    if not os.path.exists(path):
        command("train", *NETWORKS[network], "--permutations", variant, "--seed", str(seed), "--threads", "1",
                "--epochs", "1", "--limit", "128", "--data", arguments.data, "--out", path, "--quiet")
    command("routes", path, "--relabel", path + ".safetensors", "--seed", str(seed + 1))
    return path + ".safetensors"


def record(arguments, run):
    """Writes the result of a run that is complete."""
    network, variant, seed, _, settings = run
    path = os.path.join(arguments.out, name(network, variant, seed))
    epochs = metrics(path)
    routes = json.loads(command("routes", path, "--json"))
    predictions = path + ".predictions.txt"
    evaluation = json.loads(command(
        "evaluate", "--run", path, "--rounded", "--json", "--data", arguments.data,
        "--predictions", predictions))
    with open(predictions) as file:
        classes = "".join(file.read().split())
    with open(os.path.join(path, "config.toml")) as file:
        configuration = file.read()
    entry = {
        "commit": arguments.commit,
        "settings": settings,
        "configuration": configuration,
        "images": evaluation["images"],
        "correct": evaluation["correct"],
        "top1": [e["testTop1"] for e in epochs],
        "top1Rounded": [e["testTop1Rounded"] for e in epochs],
        "trainLoss": [e["trainLoss"] for e in epochs],
        "penalty": [e["penalty"]["sum"] for e in epochs],
        "movement": [[e["movement"]["fromManual"], e["movement"]["fromStart"]]
                     for e in epochs if e.get("movement")],
        "imagesPerCPUSecond": statistics.median(e["imagesPerCPUSecond"] for e in epochs),
        "peakMemoryMiB": epochs[-1]["peakMemoryMiB"],
        "distances": {part["name"]: part["distances"]["fromManual"] for part in routes["parts"]},
        "tables": {part["name"]: part["table"] for part in routes["parts"]},
        "permutations": routes["permutations"],
        "predictions": classes,
    }
    os.makedirs(RESULTS, exist_ok=True)
    target = os.path.join(RESULTS, name(network, variant, seed) + ".json")
    with open(target + ".part", "w") as file:
        file.write("{\n" + ",\n".join(
            json.dumps(key) + ": " + json.dumps(value, separators=(",", ":"))
            for key, value in entry.items()) + "\n}\n")
    os.replace(target + ".part", target)


def train(arguments, run):
    """Trains one run to its end and records it; False if it waits for another."""
    network, variant, seed, stop, settings = run
    path = os.path.join(arguments.out, name(network, variant, seed))
    if not is_complete(path, stop):
        if metrics(path):
            words = ["train", "--resume", "--out", path]
        else:
            words = ["train", *NETWORKS[network], "--seed", str(seed), "--threads", "1", "--out", path]
            for word in settings.split():
                reference = re.fullmatch(r"\{(permutations|relabelled):(.*)\}", word)
                if reference:
                    word = permutations(arguments, reference[1], network, reference[2], seed)
                    if word is None:
                        return False
                words.append(word)
        print(path, flush=True)
        with open(path + ".log", "a") as log:
            process = subprocess.Popen([PROGRAM, *words, "--data", arguments.data],
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            while True:
                try:
                    code = process.wait(timeout=1)
                    break
                except subprocess.TimeoutExpired:
                    if stop is not None and is_complete(path, stop):
                        process.terminate()
        if not is_complete(path, stop):
            print(f"{path}: exit code {code}, see its log", file=sys.stderr, flush=True)
            return True
    record(arguments, run)
    return True


def run(arguments):
    os.makedirs(arguments.out, exist_ok=True)
    arguments.commit = subprocess.run(
        ["git", "-C", HERE, "describe", "--always", "--dirty"], stdout=subprocess.PIPE, text=True,
        check=True).stdout.strip()
    waiting = queue.Queue()
    for entry in plan():
        network, variant, seed, *_ = entry
        if ((not arguments.only or variant in arguments.only)
                and (not arguments.networks or network in arguments.networks)
                and result(network, variant, seed) is None):
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


# Reading.

def percent(fraction):
    return f"{100 * fraction:.2f}"


def summary(_):
    print("network\tvariant\tseed\tepochs\ttop1\trounded\tre-routed\tby part\tfrom start\tsettled\t"
          "images/CPU-s\tMiB")
    means = {}
    for network, variant, seed, *_ in plan():
        entry = result(network, variant, seed)
        if entry is None:
            continue
        means.setdefault((network, variant), []).append(entry)
        settled = next((k + 1 for k, p in enumerate(entry["penalty"]) if p == 0), "-") \
            if entry["movement"] else "-"
        parts = entry["distances"].values()
        print(network, variant, seed, len(entry["top1"]), percent(entry["top1"][-1]),
              percent(entry["top1Rounded"][-1]), sum(parts), " ".join(map(str, parts)),
              entry["movement"][-1][1] if entry["movement"] else "-", settled,
              f"{entry['imagesPerCPUSecond']:.0f}", f"{entry['peakMemoryMiB']:.0f}", sep="\t")
    print("\nnetwork\tvariant\truns\tmean rounded\tdeviation\tmean re-routed")
    for (network, variant), entries in means.items():
        accuracies = [entry["top1Rounded"][-1] for entry in entries]
        deviation = percent(statistics.stdev(accuracies)) if len(accuracies) > 1 else "-"
        print(network, variant, len(entries), percent(statistics.mean(accuracies)), deviation,
              f"{statistics.mean(sum(e['distances'].values()) for e in entries):.0f}", sep="\t")


def true_classes(data):
    """The classes of the test images: every record of the file begins with its class."""
    with open(os.path.join(data, "test_batch.bin"), "rb") as file:
        return [str(record) for record in file.read()[::3073]]


def mcnemar(first, second):
    """The two-sided p-value for `first` images that only one gets right, `second` that only the other."""
    count = first + second
    tail = sum(math.comb(count, k) for k in range(max(first, second), count + 1))
    return min(1, 2 * tail / 2 ** count)


def compare(arguments):
    truth = true_classes(arguments.data)
    first = results(arguments.network, arguments.variant)
    second = results(arguments.network, arguments.other)
    seeds = sorted(first.keys() & second.keys())
    differences = []
    for seed in seeds:
        pairs = [(a == t, b == t) for a, b, t
                 in zip(first[seed]["predictions"], second[seed]["predictions"], truth, strict=True)]
        only = pairs.count((True, False)), pairs.count((False, True))
        differences.append((only[0] - only[1]) / len(truth))
        print(f"seed {seed}: {percent(first[seed]['top1Rounded'][-1])} against "
              f"{percent(second[seed]['top1Rounded'][-1])}, only one right {only[0]} and {only[1]}, "
              f"McNemar p = {mcnemar(*only):.4f}")
    if len(seeds) < 2:
        sys.exit("an interval needs at least two seeds that both variants have")
    mean = statistics.mean(differences)
    half = STUDENT[len(seeds) - 2] * statistics.stdev(differences) / math.sqrt(len(seeds))
    print(f"{len(seeds)} seeds: {100 * mean:+.2f} points, 95 % interval "
          f"[{100 * (mean - half):+.2f}, {100 * (mean + half):+.2f}]")


def mean_distances(first, second):
    """The mean distance of two tables of the first group, of two of the second, of one of each."""
    # Exact, because splits that tie must be seen to.
    def mean(pairs):
        return statistics.mean(
            fractions.Fraction(sum(abs(x - y) for x, y in zip(a, b)), 2) for a, b in pairs)

    return (mean(itertools.combinations(first, 2)), mean(itertools.combinations(second, 2)),
            mean(itertools.product(first, second)))


def separation(first, second):
    """The mean distance between the groups less that within them."""
    one, other, between = mean_distances(first, second)
    return between - (one + other) / 2


def tables(arguments):
    first, second = (
        [[x for table in entry["tables"].values() for row in table for x in row]
         for entry in results(arguments.network, variant).values()]
        for variant in (arguments.variant, arguments.other))
    if min(len(first), len(second)) < 2:
        sys.exit("at least two results of each variant are needed")
    everything = first + second
    observed = separation(first, second)
    splits = list(itertools.combinations(range(len(everything)), len(first)))
    as_far = sum(
        separation([everything[k] for k in split],
                   [t for k, t in enumerate(everything) if k not in split]) >= observed
        for split in splits)
    one, other, between = mean_distances(first, second)
    print(f"mean distance of two of {arguments.variant} {float(one):.1f}, of two of "
          f"{arguments.other} {float(other):.1f}, of one of each {float(between):.1f} channels")
    print(f"{len(first)} and {len(second)} runs, separation {float(observed):.1f} channels, "
          f"p = {as_far}/{len(splits)} = {as_far / len(splits):.4f}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    runs = commands.add_parser("run")
    runs.add_argument("--data", required=True)
    runs.add_argument("--out", required=True)
    runs.add_argument("--jobs", type=int, default=1)
    runs.add_argument("--only", nargs="*", default=[])
    runs.add_argument("--networks", nargs="*", default=[])
    runs.set_defaults(action=run)
    commands.add_parser("summary").set_defaults(action=summary)
    for word, action in (("compare", compare), ("tables", tables)):
        pairs = commands.add_parser(word)
        for argument in ("network", "variant", "other"):
            pairs.add_argument(argument)
        pairs.set_defaults(action=action)
        if action is compare:
            pairs.add_argument("--data", required=True)
    arguments = parser.parse_args()
    arguments.action(arguments)


if __name__ == "__main__":
    main()
