"""The same dot products with Python's fractions.

usage: fractions_peer.py FOLDER
"""

import pathlib
import sys
import time
from fractions import Fraction


def sample(benchmark, operation):
    """Times repetitions that together take at least 0.1 s and prints one sample line."""
    result = operation()
    repetitions = 1
    while True:
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(repetitions):
            operation()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        if wall >= 0.1:
            break
        repetitions *= 2
    print("sample", "fractions", benchmark, wall / repetitions, cpu / repetitions, result, sep="\t")


for name in ["float32-1024", "fractions-256"]:
    text = (pathlib.Path(sys.argv[1]) / f"dot-{name}.txt").read_text()
    x, y = [[Fraction(word) for word in line.split()] for line in text.splitlines()]
    sample("dot/" + name, lambda: sum((a * b for a, b in zip(x, y)), Fraction(0)))
