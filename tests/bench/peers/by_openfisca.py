"""The same decision in OpenFisca: a variable for each conclusion and each paper, the formulas of `by_numpy`.

In: columns as codes. Out: columns as codes, and a bit a paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity  # type: ignore[import-not-found]
from openfisca_core.indexed_enums import Enum, EnumArray  # type: ignore[import-not-found]
from openfisca_core.periods import DateUnit, period  # type: ignore[import-not-found]
from openfisca_core.simulation_builder import SimulationBuilder  # type: ignore[import-not-found]
from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # type: ignore[import-not-found]
from openfisca_core.variables import Variable  # type: ignore[import-not-found]

from tests.bench.peers.by_hand import OUTCOMES, PAPERS
from tests.bench.peers.by_numpy import NUMBERS, STEPS, WORDS, paper

MONTH = period("2026-11")
ENUMS = {name: Enum(f"E{at}", [(f"v{word}", word) for word in words]) for at, (name, words) in enumerate(WORDS.items())}


def _variable(entity: Any, name: str, formula: Callable[[Any], Any] | None = None) -> Any:
    own: dict[str, Any] = {"entity": entity, "definition_period": DateUnit.MONTH, "label": name, "value_type": bool}
    if name in ENUMS:
        own |= {"value_type": Enum, "possible_values": ENUMS[name], "default_value": next(iter(ENUMS[name]))}
    elif name in NUMBERS:
        own["value_type"] = int
    if formula is not None:

        def of_person(person: Any, month: Any) -> Any:
            def get(other: str) -> Any:
                return np.asarray(person(_named(other), month)).view(np.ndarray)

            found = formula(get)
            return EnumArray(found, ENUMS[name]) if name in ENUMS else found

        own["formula"] = of_person
    return type(_named(name), (Variable,), own)


def _named(name: str) -> str:
    return name.replace(".", "_").replace("-", "_")


def system(inputs: Mapping[str, Any]) -> Any:
    """The variables."""
    person = build_entity(key="person", plural="persons", label="", is_person=True)
    found = TaxBenefitSystem([person])
    for name in inputs:
        found.add_variable(_variable(person, name))
    for name, formula in STEPS.items():
        found.add_variable(_variable(person, name, formula))
    for name in PAPERS:
        found.add_variable(_variable(person, f"paper.{name}", paper(name)))
    return found


def decided(variables: Any, inputs: Mapping[str, Any], *, trace: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    """One simulation of everybody; trace: with what OpenFisca keeps of each calculation."""
    builder = SimulationBuilder()
    builder.create_entities(variables)
    builder.declare_person_entity("person", np.arange(len(inputs["person.minor"])))
    simulation = builder.build(variables)
    simulation.trace = trace
    for name, column in inputs.items():
        if name in ENUMS:
            column = EnumArray(column, ENUMS[name])
        simulation.set_input(_named(name), MONTH, column)
    outcomes = {name: np.asarray(simulation.calculate(_named(name), MONTH)).view(np.ndarray) for name in OUTCOMES}
    return outcomes, {name: simulation.calculate(_named(f"paper.{name}"), MONTH) for name in PAPERS}
