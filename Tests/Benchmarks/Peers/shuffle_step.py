"""The step of a learned shuffle in PyTorch, the same as in Sources/Optimizers."""

import torch


def penalty(matrix):
    """P(M) = sum over rows and columns x of |x|_1 - |x|_2."""
    norms = matrix.norm(dim=0).sum() + matrix.norm(dim=1).sum()
    return 2 * matrix.abs().sum() - norms


def penalty_gradient(matrix):
    """H_ij = 2 - M_ij / |row i| - M_ij / |column j|, where 0/0 counts as 0."""
    rows = matrix.norm(dim=1, keepdim=True)
    columns = matrix.norm(dim=0, keepdim=True)
    inverse_rows = torch.where(rows > 0, 1 / rows, 0)
    inverse_columns = torch.where(columns > 0, 1 / columns, 0)
    return 2 - matrix * (inverse_rows + inverse_columns)


def anchors(matrix):
    """Rows and columns of the entries above 1/2; of rows that share a column the first has it."""
    mask = matrix > 0.5
    rows = mask.any(1).nonzero()[:, 0]
    columns = mask.to(torch.uint8).argmax(1)[rows]
    n = matrix.shape[0]
    first = torch.full((n,), n).scatter_reduce(0, columns, rows, "amin")
    keep = first[columns] == rows
    return rows[keep], columns[keep]


def repair(matrix, anchored):
    """The aligned exact repair of a matrix, given the anchors from before the step."""
    rows, columns = anchored
    matrix = torch.where(matrix > 0, matrix, 0)
    line = matrix / matrix.sum(0, keepdim=True).clamp(min=1)
    sums = line.sum(1)
    line /= sums.clamp(min=1)[:, None]
    row_deficits = (1 - sums).clamp(min=0)
    column_deficits = (1 - line.sum(0)).clamp(min=0)
    refills = torch.minimum(row_deficits[rows], column_deficits[columns])
    row_deficits[rows] -= refills
    column_deficits[columns] -= refills
    wants = torch.where(sums > 0, row_deficits / sums, 0)
    wants[rows] = 0
    asked = line * wants[:, None]
    demands = asked.sum(0)
    given = torch.minimum(demands, column_deficits)
    asked *= torch.where(demands > 0, given / demands, 0)
    row_deficits = (row_deficits - asked.sum(1)).clamp(min=0)
    column_deficits -= given
    line += asked
    line[rows, columns] += refills
    missing = row_deficits.sum()
    shares = torch.where(missing > 0, row_deficits / missing, 0)
    return line.addr_(shares, column_deficits)


def scale(matrix):
    """Columns, then rows divided by their sums; zero columns stay, zero rows become uniform."""
    matrix = torch.where(matrix > 0, matrix, 0)
    columns = matrix.sum(0, keepdim=True)
    line = matrix / torch.where(columns > 0, columns, 1)
    sums = line.sum(1, keepdim=True)
    return torch.where(sums > 0, line / sums, 1 / matrix.shape[0])


def limited(penalty_weight, matrix, learning_rate):
    """The weight of the penalty: with a row without an entry above 1/2 a step takes at most half of the
    smallest of the rows' largest entries."""
    smallest = matrix.amax(1).min()
    limit = torch.where(smallest > 0.5, torch.inf, smallest / (4 * learning_rate))
    return torch.clamp(limit, max=penalty_weight)


@torch.no_grad()
def step(matrix, learning_rate, penalty_weight, projection="repair"):
    """Replaces a parameter M by the projection of M - eta (G + lambda H)."""
    anchored = anchors(matrix) if projection == "repair" else None
    gradient = matrix.grad
    if penalty_weight > 0:
        weight = limited(penalty_weight, matrix, learning_rate)
        gradient = gradient + weight * penalty_gradient(matrix)
    moved = matrix - learning_rate * gradient
    matrix.copy_(repair(moved, anchored) if projection == "repair" else scale(moved))
