"""One model on the models page: tensors, operators, what was cut off, times, and its files to take home."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from holistic_core.engines.model_manifest import DERIVED_MODELS
from holistic_core.engines.model_store import STORE
from holistic_core.measure.model_facts import ModelFacts
from ui.models_table import tensor_frame, times_of
from ui.models_words import cut_of, purpose_of
from ui.tables import listed, show_table
from ui.texts import text


def show_detail(facts: ModelFacts) -> None:
    """Everything about one model."""
    st.markdown(f"**{facts.name}** – {purpose_of(facts.name)}")
    _numbers(facts)
    if facts.anatomy is None:
        st.info(text("models.absent"), icon=":material/cloud_off:")
        return
    st.markdown(f"##### {text('models.tensors')}")
    show_table(tensor_frame(facts))
    tensors, operators = st.columns(2, gap="large")
    with tensors:
        st.markdown(f"##### {text('models.operators')}")
        kinds = [(name.removeprefix("custom:"), count) for name, count in facts.anatomy.operators.items()]
        show_table(pd.DataFrame(kinds, columns=[text("models.operator"), text("models.count")]))
    with operators:
        st.markdown(f"##### {text('models.cut')}")
        _cut(facts)
        if facts.anatomy.custom:
            st.info(text("models.custom", names=listed(facts.anatomy.custom)), icon=":material/extension:")
    st.caption(text("models.source", graph=facts.graph, licence=facts.licence))
    _downloads(facts)


def _numbers(facts: ModelFacts) -> None:
    status = facts.status
    values = {
        "size": "–" if status.size_bytes is None else text("models.size_value", mb=status.size_bytes / 1e6),
        "operator_count": "–" if facts.anatomy is None else str(facts.anatomy.operator_count),
        "licence": facts.licence,
    }
    for time in times_of(facts.name):
        key = "one_thread" if time.threads == 1 else "two_threads"
        values[key] = "–" if time.problem else text("models.time_value", ms=time.median_ms)
    with st.container(horizontal=True, key="model-numbers"):
        for name, value in values.items():
            st.metric(text(f"models.{name}"), value, help=text(f"models.{name}_help"))
    if status.sha256 is not None:
        st.caption(text("models.sha256", digest=status.sha256))


def _cut(facts: ModelFacts) -> None:
    if facts.cut is None:
        st.write(text("models.uncut"))
        return
    st.write(text("models.cut_operators", words=cut_of(facts.cut), source=facts.status.source))
    if facts.cut.outputs:
        st.write(text("models.cut_outputs", names=listed(facts.cut.outputs)))
    smaller = facts.cut.bytes >= 0
    st.write(text("models.cut_smaller" if smaller else "models.cut_larger", mb=abs(facts.cut.bytes) / 1e6))


def _downloads(facts: ModelFacts) -> None:
    names: Sequence[str] = (facts.name,)
    derived = DERIVED_MODELS.get(facts.name)
    if derived is not None:
        names = (derived.source, facts.name)
    with st.container(horizontal=True, key="model-downloads"):
        for name in names:
            kind = "derived" if name in DERIVED_MODELS else "original"
            st.download_button(
                text(f"models.download_{kind}"),
                data=lambda name=name: STORE.path(name).read_bytes(),
                file_name=STORE.path(name).name,
                mime="application/octet-stream",
                key=f"model-{kind}",
                help=text(f"models.download_{kind}_help"),
                on_click="ignore",
                icon=":material/download:",
            )
