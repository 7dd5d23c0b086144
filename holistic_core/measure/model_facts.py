"""Every model with what its file holds and what it is for: the tables of the page and of the command alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from holistic_core.engines.model_anatomy import Anatomy, Cut, anatomy_of, cut_between
from holistic_core.engines.model_manifest import DERIVED_MODELS, STOCK_MODELS
from holistic_core.engines.model_roles import LICENCE, ROLES
from holistic_core.engines.model_store import STORE, ModelStatus, ModelStore
from holistic_core.measure.model_timing import ModelTime
from holistic_core.measure.table import format_table

ABSENT: Final = {"wheel": "missing", "download": "not downloaded", "derived": "built when needed"}
HASH_CHARACTERS: Final = 12
MODEL_COLUMNS: Final = ("name", "state", "MB", "from", "SHA-256", "file", "operators", "cut off", "used", "purpose")
TENSOR_COLUMNS: Final = ("model", "tensor", "name", "shape", "type", "range", "meaning")
_NOTHING: Final = "-"
_MOST_KINDS: Final = 3


@dataclass(frozen=True)
class ModelFacts:
    """One model. anatomy: None while its file is not there or damaged. cut: of derived models that are there."""

    status: ModelStatus
    used: bool
    purpose: str
    graph: str
    licence: str
    anatomy: Anatomy | None
    cut: Cut | None

    @property
    def name(self) -> str:
        """What it is called everywhere."""
        return self.status.name

    @property
    def there(self) -> bool:
        """Whether its file is there and intact."""
        return self.status.state == "ok"


def model_facts(store: ModelStore = STORE) -> list[ModelFacts]:
    """All models of the manifest; nothing is built or downloaded."""
    statuses = {status.name: status for status in store.statuses()}
    sound = {name for name, status in statuses.items() if status.state == "ok"}
    facts = []
    for name, status in statuses.items():
        role, derived = ROLES[name], DERIVED_MODELS.get(name)
        both = derived is not None and name in sound and derived.source in sound
        facts.append(
            ModelFacts(
                status=status,
                used=derived is not None or STOCK_MODELS[name].used,
                purpose=role.purpose,
                graph=role.graph,
                licence=LICENCE,
                anatomy=anatomy_of(store.path(name)) if name in sound else None,
                cut=cut_between(store.path(derived.source), store.path(name)) if derived is not None and both else None,
            )
        )
    return facts


def model_rows(facts: Iterable[ModelFacts]) -> list[tuple[str, ...]]:
    """One row a model, in the order of `MODEL_COLUMNS`."""
    rows: list[tuple[str, ...]] = []
    for each in facts:
        status = each.status
        origin = {"wheel": status.source, "download": "download", "derived": f"derived from {status.source}"}
        rows.append(
            (
                status.name,
                ABSENT[status.origin] if status.state == "missing" else status.state,
                _NOTHING if status.size_bytes is None else f"{status.size_bytes / 1e6:.1f}",
                origin[status.origin],
                _NOTHING if status.sha256 is None else f"{status.sha256[:HASH_CHARACTERS]}…",
                status.file,
                _NOTHING if each.anatomy is None else str(each.anatomy.operator_count),
                _NOTHING if each.cut is None else cut_words(each.cut),
                "yes" if each.used else "no",
                each.purpose,
            )
        )
    return rows


def cut_words(cut: Cut) -> str:
    """What was cut off, in a few words: how many operators, of which kinds most."""
    count, kinds = cut_kinds(cut)
    return f"{count} operators ({kinds})" if count else "nothing"


def cut_kinds(cut: Cut) -> tuple[int, str]:
    """How many operators were cut off, and of which kinds most."""
    kinds = ", ".join(f"{number} {name.removeprefix('custom:')}" for name, number in cut.operators.items())
    if len(cut.operators) > _MOST_KINDS:
        first = list(cut.operators.items())[:_MOST_KINDS]
        kinds = ", ".join(f"{number} {name.removeprefix('custom:')}" for name, number in first) + " …"
    return sum(cut.operators.values()), kinds


def tensor_rows(facts: Iterable[ModelFacts]) -> list[tuple[str, ...]]:
    """One row a tensor of the models whose files are there, in the order of `TENSOR_COLUMNS`."""
    rows: list[tuple[str, ...]] = []
    for each in facts:
        if each.anatomy is None:
            continue
        role = ROLES[each.name]
        for kind, tensors, meanings in (
            ("input", each.anatomy.inputs, role.inputs),
            ("output", each.anatomy.outputs, role.outputs),
        ):
            for number, (tensor, (meaning, values)) in enumerate(zip(tensors, meanings, strict=True)):
                shape = " × ".join(map(str, tensor.shape))
                rows.append((each.name, f"{kind} {number}", tensor.name, shape, tensor.type, values, meaning))
    return rows


def with_times(
    rows: Sequence[tuple[str, ...]], times: Sequence[ModelTime]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Columns and rows with the milliseconds of a call for every number of threads that was measured."""
    threads = sorted({time.threads for time in times})
    known: Mapping[tuple[str, int], ModelTime] = {(time.name, time.threads): time for time in times}
    columns = (*MODEL_COLUMNS, *(f"ms, {number} thread{'s' if number > 1 else ''}" for number in threads))
    return columns, [
        (*row, *(known[row[0], number].words if (row[0], number) in known else _NOTHING for number in threads))
        for row in rows
    ]


def format_models(facts: Sequence[ModelFacts], times: Sequence[ModelTime] = ()) -> str:
    """The table of all models for people."""
    columns, rows = with_times(model_rows(facts), times)
    return plain_table(columns, rows)


def format_tensors(facts: Iterable[ModelFacts]) -> str:
    """The table of all inputs and outputs for people."""
    return format_table(TENSOR_COLUMNS, tensor_rows(facts))


def plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns, all to the left, without a ruler: a list that other programs cut apart."""
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (columns, *rows))
    return "\n".join(line.rstrip() for line in lines)
