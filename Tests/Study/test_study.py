"""Tests of what study.py says of results: python3 -m unittest discover Tests/Study."""

import argparse
import contextlib
import io
import json
import os
import tempfile
import unittest

import study


class Statistics(unittest.TestCase):
    def test_mcnemar_is_the_binomial_test(self):
        self.assertEqual(study.mcnemar(0, 0), 1)
        self.assertEqual(study.mcnemar(5, 5), 1)
        # 2 (1 + 12 + 66) / 2^12 for 10 and 2 of 12.
        self.assertAlmostEqual(study.mcnemar(10, 2), 158 / 4096)
        self.assertEqual(study.mcnemar(2, 10), study.mcnemar(10, 2))

    def test_students_quantiles(self):
        # The distribution functions for 1 and 2 degrees of freedom are elementary.
        import math
        self.assertAlmostEqual(0.5 + math.atan(study.STUDENT[0]) / math.pi, 0.975, places=5)
        t = study.STUDENT[1]
        self.assertAlmostEqual(0.5 + t / (2 * math.sqrt(2 + t * t)), 0.975, places=5)
        self.assertEqual(sorted(study.STUDENT, reverse=True), study.STUDENT)

    def test_separation_counts_channels(self):
        # Two channels moved between the groups, one within the first.
        first, second = [[4, 0, 0], [3, 1, 0]], [[2, 0, 2], [2, 0, 2]]
        self.assertEqual(study.mean_distances(first, second), (1, 0, 2))
        self.assertEqual(study.separation(first, second), 1.5)


class Commands(unittest.TestCase):
    """On results made by hand, of five seeds of two variants."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder, before = folder.name, study.RESULTS
        study.RESULTS = folder.name
        self.addCleanup(setattr, study, "RESULTS", before)
        # Ten test images of class 1.
        with open(os.path.join(folder.name, "test_batch.bin"), "wb") as file:
            file.write((bytes([1]) + bytes(3072)) * 10)

    def write(self, variant, seed, right, table):
        with open(os.path.join(self.folder, f"v2-0.5.{variant}.{seed}.json"), "w") as file:
            json.dump({"predictions": "1" * right + "0" * (10 - right), "top1Rounded": [right / 10],
                       "tables": {"stage2": table}}, file)

    def output(self, action, variant, other):
        text = io.StringIO()
        with contextlib.redirect_stdout(text):
            action(argparse.Namespace(network="v2-0.5", variant=variant, other=other, data=self.folder))
        return text.getvalue()

    def test_differences_are_paired(self):
        for seed in range(5):
            self.write("learned", seed, 5 + seed, [[1, 0]])
            self.write("manual", seed, 4 + seed, [[1, 0]])
        text = self.output(study.compare, "learned", "manual")
        # Every seed differs by 10 points, so the interval is that point, whatever seeds differ by.
        self.assertIn("5 seeds: +10.00 points, 95 % interval [+10.00, +10.00]", text)
        self.assertIn("seed 0: 50.00 against 40.00, only one right 1 and 0, McNemar p = 1.0000", text)

    def test_tables_that_differ_are_told_apart(self):
        for seed in range(5):
            self.write("learned", seed, 5, [[9, seed % 2]])
            self.write("random", seed, 5, [[0, seed % 3]])
        # Of the 252 ways to split ten runs two have the groups as they are.
        self.assertIn("p = 2/252", self.output(study.tables, "learned", "random"))

    def test_ties_count(self):
        # Four splits are as far as the one seen; sums of floats told two of them from it.
        for seed, table in enumerate([[1, 0, 29], [3, 2, 25], [0, 2, 28]]):
            self.write("learned", seed, 5, [table])
        for seed, table in enumerate([[5, 1, 24], [3, 4, 23], [3, 2, 25], [4, 1, 25], [2, 6, 22]]):
            self.write("random", seed, 5, [table])
        self.assertIn("p = 4/56", self.output(study.tables, "learned", "random"))

    def test_tables_of_one_kind_are_not(self):
        for seed in range(5):
            self.write("learned", seed, 5, [[seed, 0]])
            self.write("random", seed, 5, [[4 - seed, 0]])
        p = float(self.output(study.tables, "learned", "random").rsplit("=", 1)[1])
        self.assertGreater(p, 0.5)


if __name__ == "__main__":
    unittest.main()
