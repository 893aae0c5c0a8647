"""The same assignments with SciPy, in doubles and without a dual proof.

usage: scipy_peer.py FOLDER
"""

import pathlib
import sys
import time

import numpy
from scipy.optimize import linear_sum_assignment

for order in [512, 1024]:
    matrix = numpy.load(pathlib.Path(sys.argv[1]) / f"assignment-float32-{order}.npy")
    linear_sum_assignment(matrix, maximize=True)
    repetitions = 1
    while True:
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(repetitions):
            _, columns = linear_sum_assignment(matrix, maximize=True)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        if wall >= 0.1:
            break
        repetitions *= 2
    text = " ".join(str(column) for column in columns)
    print(
        "sample", "scipy", f"assignment/float32-{order}", wall / repetitions, cpu / repetitions,
        text, sep="\t")
