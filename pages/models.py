"""Models: the files behind the landmarks, opened: tensors, operators, times, and each of them to try out alone."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from holistic_core.charts.model_graph import model_graph
from holistic_core.engines.model_graph import GraphNode, graph_numbers, pipeline_graph
from holistic_core.engines.model_manifest import DERIVED_MODELS
from holistic_core.engines.model_store import STORE
from holistic_core.measure.model_facts import ModelFacts, model_facts
from holistic_core.measure.model_trial import trial_models
from ui.downloads import chart
from ui.errors import shown
from ui.explain import how_this_works
from ui.findings import session_findings
from ui.layout import page_title
from ui.models_detail import show_detail
from ui.models_table import show_models
from ui.models_trial import show_trial
from ui.picture_input import choose_pictures
from ui.settings import Settings
from ui.tables import call_table, show_table
from ui.texts import text
from ui.visit import KEPT

findings = session_findings()


def _graph(nodes: Sequence[GraphNode], facts: Sequence[ModelFacts]) -> None:
    st.markdown(text("models.sentence", **graph_numbers(nodes, [each.status.file for each in facts])))
    figure = model_graph(
        nodes, title=text("models.graph"), picture=text("models.graph_picture"), before=text("models.graph_before")
    )
    chart(figure, "models-graph", call_table(findings.x_ray(source, Settings())))
    st.caption(text("models.graph_sizes"))


def _calls() -> pd.DataFrame:
    """Who was called in which order, and for how long: the rest stands in the X-ray."""
    wanted = [text(f"column.{name}") for name in ("stage", "model", "input_px", "score", "gate", "model_ms")]
    return call_table(findings.x_ray(source, Settings()))[wanted]


def _one(facts: Sequence[ModelFacts]) -> None:
    by_name = {each.name: each for each in facts}
    name = st.selectbox(
        text("models.pick"),
        list(by_name),
        index=list(by_name).index("pose_landmark_full_no_segmentation"),
        help=text("models.pick_help"),
        key="models.pick",
        **KEPT,
    )
    derived = DERIVED_MODELS.get(name)
    if derived is not None and by_name[name].status.state == "missing" and by_name[derived.source].there:
        # A moment's work; then it stands in the list above, too.
        STORE.path(name)
        st.rerun()
    show_detail(by_name[name])
    st.subheader(text("models.try_title"))
    if name in trial_models():
        show_trial(name, source, findings)
        return
    anatomy = by_name[name].anatomy
    if anatomy is None:
        st.info(text("models.no_trial_absent"), icon=":material/cloud_off:")
    elif anatomy.custom:
        st.info(text("models.no_trial_custom"), icon=":material/block:")
    else:
        st.info(text("models.no_trial_input"), icon=":material/block:")


page_title("models")
st.markdown(text("models.lead"))
chosen = choose_pictures()
if chosen.is_sample:
    st.caption(text("picture.sample_note"))
source = chosen.sources[0]
with shown():
    # Loads what the sample needs: derived models are built now, and listed as built.
    nodes = pipeline_graph(findings.x_ray(source, Settings()))
    facts = model_facts()
    _graph(nodes, facts)
    st.subheader(text("models.list"))
    show_models(facts)
    st.subheader(text("models.one"))
    _one(facts)
with shown():
    how_this_works("models", lambda: show_table(_calls()))
