"""Results of the video page without a detector: what is true of a kept clip, and any bytes as its annotated video."""

from pathlib import Path

from holistic_core.angles import joint_angles
from holistic_core.coach.samples import sample_truth
from holistic_core.export.movement_files import ANNOTATED_FILE
from holistic_core.export.session_frames import FrameStore
from holistic_core.media.video_header import VideoInfo
from holistic_core.video.options import VideoMovement, VideoOptions
from ui.video_file import ServedFile
from ui.video_runs import VideoResult
from ui.video_upload import TemporaryFolder, VideoFile


def clip_result(annotated: bytes, *, sample: str = "squat_side", most: int = 20) -> VideoResult:
    """A visitor's own clip that was looked at: the first frames of a sample's truth."""
    store = FrameStore()
    for frame in sample_truth(sample).frames[:most]:
        store.add(frame.time_s, frame.result, joint_angles(frame.result), frame.repetitions, float("nan"))
    folder = TemporaryFolder()
    mp4: Path = folder / ANNOTATED_FILE
    mp4.write_bytes(annotated)
    movement = VideoMovement(
        info=VideoInfo((480, 640), (480, 640), 15.0, 1.0, most, 0, has_audio=False, codec="h264", container="mov,mp4"),
        frames=store.frames(),
        exercise="squat",
        repetitions=(),
        ended_early=None,
        cancelled=False,
        mp4=mp4,
        seconds=1.0,
        stage_ms={},
    )
    clip = VideoFile("mine.mp4", TemporaryFolder(), len(annotated) / 1e6)
    question = (clip.token, "litert", VideoOptions(exercise="squat"))
    return VideoResult(clip.name, clip, question, clip, movement, folder, ServedFile(mp4, "video/mp4"))
