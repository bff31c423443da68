"""Bugs in how a run is measured and how it ends, and in replicas that should not know of each other."""

from tests.bugs.bug import Bug

REPLICAS = ("test_replicas.py",)

ENDING = (
    Bug(
        "replicas: all with the settings of the first",
        "replicas/plan.py",
        "numbers[0] if len(set(numbers)) == 1 else",
        "numbers[0] if numbers else",
        REPLICAS,
        only="option",
    ),
    Bug(
        "replicas: all with the examples of the first",
        "replicas/shuffled.py",
        "np.add(line, offset, into)",
        "np.copyto(into, line)",
        REPLICAS,
        only="seed_and_noise",
    ),
    Bug(
        "R²: variation about 0, not about the mean",
        "metrics/r2.py",
        "(answers.targets - answers.targets.mean(axis=0)) ** 2",
        "answers.targets**2",
        ("test_metrics.py",),
        only="zero_for_their_mean",
    ),
    Bug(
        "early stopping: one step too patient",
        "stops/patience.py",
        "late = seen.losses.steps - best_so_far(seen.losses) >= int(value)",
        "late = seen.losses.steps - best_so_far(seen.losses) > int(value)",
        ("test_early_stopping.py",),
        only="patience_ends_exactly",
    ),
    Bug(
        "held out: the validation loss is the test loss",
        "held_out.py",
        "losses_on(program, rows, examples.x_validation, examples.y_validation)",
        "losses_on(program, rows, examples.x_test, examples.y_test)",
        ("test_validation.py",),
    ),
    Bug(
        "epochs: the last batch of an epoch that is not whole is forgotten",
        "stops/at_epoch.py",
        "-(-int(value) * len(seen.program.examples.x) // seen.program.batch)",
        "int(value) * len(seen.program.examples.x) // seen.program.batch",
        ("test_stops.py",),
        only="met_exactly",
    ),
)
