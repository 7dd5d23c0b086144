"""Every text a visitor reads, in one table for each language.

A second language is a second table with the same keys and the same `{fields}`, entered in `LANGUAGES`; it is then shown
to visitors whose browser asks for it. Messages about a visitor's own input come from the library's errors.
"""

from collections.abc import Mapping
from typing import Final

from ui.texts_zh import CHINESE
from ui.visit import asked_language, is_workshop

DEFAULT_LANGUAGE: Final = "en"

ENGLISH: Final[Mapping[str, str]] = {
    # The whole app
    "app.name": "Holistic Lab",
    "nav.see": "See",
    "nav.measure": "Measure",
    "nav.home": "Home",
    "nav.picture": "Picture",
    "nav.live": "Live",
    "nav.video": "Video",
    "nav.accuracy": "Accuracy",
    "nav.understand": "Understand",
    "nav.models": "Models",
    "nav.xray": "X-ray",
    "list.between": ", ",
    # Language and link
    "language.en": "English",
    "language.zh": "中文",
    "share.button": "Share",
    "widget.upload": "Upload",
    "widget.take_photo": "Take Photo",
    "widget.clear_photo": "Clear photo",
    "share.title": "Share this page",
    "share.lead": "Opens this page with your settings. Your pictures and clips are not part of the link.",
    "share.code": "To scan with a phone",
    "share.too_long": "The link is too long for a QR code. Set some settings back, and it gets shorter.",
    "share.only_here": (
        "This address works on this computer only. Open the page by the address that others use, and share again."
    ),
    "share.for_workshop": "For a workshop",
    "share.for_workshop_help": "Whoever opens the link finds these settings locked, one page, and short texts.",
    # Home
    "home.title": "Holistic Lab",
    "home.lead": (
        "Holistic Lab finds the 543 landmarks of a person – body, face and hands – in a picture, on an ordinary "
        "processor and without sending anything anywhere. It shows what they mean: joint angles, a skeleton you can "
        "turn, and how long every step took."
    ),
    "home.lead.workshop": "543 landmarks of a person: body, face and hands, found on this server's processor.",
    "home.sample_caption": "{landmarks} landmarks in {ms:.0f} ms: the coach, a person rendered by this app.",
    "home.card_picture_title": "Picture",
    "home.card_picture": "Drop photos or take a snapshot: skeleton, face mesh, hands, joint angles, and files to keep.",
    "home.card_picture_link": "Look at a picture",
    "home.card_live_title": "Live",
    "home.card_live": "Press START: your skeleton, joint angles and repetitions in the camera, as you move.",
    "home.card_live_link": "Go live",
    "home.card_video_title": "Video",
    "home.card_video": "Bring a clip: skeleton drawn in, angle curves, repetitions, files for Excel and OpenSim.",
    "home.card_video_link": "Look at a video",
    "home.card_accuracy_title": "Accuracy",
    "home.card_accuracy": "A rendered coach whose true joint angles are known: see how far off the measurement is.",
    "home.card_accuracy_link": "See how accurate it is",
    "home.card_xray_title": "X-ray",
    "home.card_xray": "Look inside: every square, anchor, heat map and filter, step by step.",
    "home.card_xray_link": "Look inside",
    "home.card_models_title": "Models",
    "home.card_models": "Every model file opened: what goes in, what comes out, and a try on your own picture.",
    "home.card_models_link": "Open the models",
    "home.detector": "Detector",
    "home.detector_help": "Whether the models are in memory. A resting detector loads them again when needed.",
    "home.detector_ready": "Ready",
    "home.detector_resting": "Resting",
    "home.engine": "Engine",
    "home.engine_help": "What runs the models. The reference engine can be chosen on the picture page.",
    "home.memory": "Memory",
    "home.memory_value": "{mb:.0f} MB",
    "home.memory_help": "Resident memory of the whole app, in millions of bytes.",
    "home.viewers": "Viewers now",
    "home.viewers_help": "Browser tabs connected to this server. They all share one detector.",
    # Picture
    "picture.title": "Picture",
    "picture.phone_hint": "Your own picture and all settings: tap **»** at the top left.",
    "picture.phone_hint.workshop": "Your own picture: tap **»** at the top left.",
    "picture.sample_note": "This is the sample. Drop your own pictures under **Input**, and they take its place.",
    "picture.too_many": (
        "You brought {count} pictures; {most} can be looked at in one go. The first {most} are shown: bring the others "
        "afterwards."
    ),
    "picture.looking": "Looking for people in {name} …",
    "switch.view": "View",
    "switch.view_help": "Switch between before and after, or point at landmarks to read their names.",
    "option.view.overlay": "After",
    "option.view.original": "Before",
    "option.view.names": "Names on hover",
    "picture.caption_overlay": "{name} with what was found · {size}",
    "picture.caption_original": "{name} as it came · {size}",
    "picture.size": "{width} × {height} px",
    "picture.people": "People",
    "picture.people_help": "How many people were found with the current settings.",
    "picture.landmarks": "Landmarks",
    "picture.landmarks_help": "Points found, over all people: up to 543 each, 553 with the finer face.",
    "picture.latency": "Time",
    "picture.latency_value": "{ms:.1f} ms",
    "picture.latency_help": "From the decoded picture to all landmarks. Reading the file is not included.",
    "picture.part_found": "{part}",
    "picture.part_missing": "{part}: not found",
    "picture.part_skipped": "{part}: not looked for",
    "picture.person": "Person",
    "picture.person_help": "Whose angles, skeleton and landmarks are shown below.",
    "picture.person_option": "Person {number}",
    "picture.person_largest": "Person 1 (largest)",
    "picture.take_home": "Take it home",
    "part.pose": "Body",
    "part.face": "Face",
    "part.left_hand": "Left hand",
    "part.right_hand": "Right hand",
    # Nobody found
    "nobody.title": "No person found in this picture.",
    "nobody.tips": (
        "1. Crop the picture so that one person fills most of it, head to hips at least.\n"
        "2. Dark or flat? Switch on **Lift dark pictures** under *What to find*.\n"
        "3. Small or turned away? Lower **Person confidence** under *Advanced*."
    ),
    "nobody.compare": "To compare: the sample, found with the usual settings.",
    "nobody.short": "No person found.",
    # Tabs
    "tab.angles": "Angles",
    "tab.skeleton": "3D",
    "tab.landmarks": "Landmarks",
    "tab.timing": "Timing",
    "tab.xray": "X-ray",
    "angles.none": "No angle can be measured: the points it needs are not visible enough.",
    "angles.missing": "{count} more angles have no value: their points are not visible enough, or out of the picture.",
    "switch.joints": "Joints",
    "switch.joints_help": "Body and limbs, or the fingers of the hands that were found.",
    "option.joints.body": "Body",
    "option.joints.hands": "Hands",
    "switch.plane": "Measured",
    "switch.plane_help": "In the plane of the picture (2D), in space (3D), or both below each other.",
    "option.plane.both": "Both",
    "option.plane.2d": "2D",
    "option.plane.3d": "3D",
    "angles.convention": "How each angle is measured",
    "angles.pick": "Angle",
    "angles.pick_help": "Choose an angle to see its three points and its convention.",
    "angles.convention_lead": (
        "Inner angles: 180° is a straight joint. Left and right are the person's own. In 2D the angle is measured in "
        "the plane of the picture, in 3D in space. A point below the visibility threshold gives no angle."
    ),
    "switch.coordinates": "Coordinates",
    "switch.coordinates_help": "Metres around the hips as the model estimates them, or the picture with its depth.",
    "option.coordinates.world": "Metres",
    "option.coordinates.image": "Picture",
    "skeleton.hint": "Drag to turn, pinch or scroll to zoom.",
    "landmarks.lead": (
        "{count} points. Pixels from the top left corner; depth on the scale of x, smaller is nearer. Visibility and "
        "presence are known for the body only."
    ),
    "timing.lead": (
        "{total:.1f} ms for this person. A stage is cutting out a region, running a model on it, reading its answer."
    ),
    "xray.lead": (
        "Every model call for the best match: the square that was cut out of the picture, what the model saw, and how "
        "sure it was."
    ),
    "xray.reference": "The MediaPipe engine does not let anybody look inside. Choose LiteRT under *Advanced*.",
    "xray.regions": (
        "Where the models looked, numbered as below: body green, left hand orange, right hand blue, face grey"
    ),
    "xray.caption": "{number} · {stage}: {model}, {size} × {size} px · {answer} · {ms:.1f} ms",
    "xray.scored": "score {score:.2f}, {verdict}",
    "xray.accepted": "accepted",
    "xray.rejected": "rejected",
    # Models
    "models.title": "Models",
    "models.lead": (
        "Tutorials speak of one holistic.tflite. There is none. Holistic is a graph of small models that hand regions "
        "of the picture to one another. Here is each of them, opened."
    ),
    "models.sentence": (
        "Files of that name on this server: {named}. For this picture, {calls} calls of {models} models "
        "({megabytes:.1f} MB) hand regions to one another, {ms:.1f} ms in all."
    ),
    "models.yes": "Yes",
    "models.no": "No",
    "models.when_there": "Optional",
    "models.state_ok": "Intact",
    "models.state_damaged": "Damaged",
    "models.absent_wheel": "Missing",
    "models.absent_download": "Not downloaded",
    "models.absent_derived": "Built when needed",
    "models.derived_from": "Derived from {source}",
    "models.downloaded": "Download",
    "models.cut_count": "{count} operators ({kinds})",
    "models.cut_nothing": "Nothing",
    "models.not_runnable": "Not runnable",
    "models.range_any": "Any",
    "models.range_about": "About {values}",
    "models.place_input": "Input {number}",
    "models.place_output": "Output {number}",
    "models.column_name": "Name",
    "models.column_purpose": "What it is for",
    "models.column_used": "In use",
    "models.column_state": "State",
    "models.column_mb": "Size (MB)",
    "models.column_operators": "Operators",
    "models.column_cut": "Cut off",
    "models.column_from": "Comes from",
    "models.column_file": "File",
    "models.column_sha256": "SHA-256",
    "models.column_ms": "A call, threads: {threads} (ms)",
    "models.column_tensor": "Tensor",
    "models.column_meaning": "What it holds",
    "models.column_shape": "Shape",
    "models.column_range": "Values",
    "models.column_type": "Type",
    "models.column_tensor_name": "Name in the file",
    "purpose.pose_detection": "Finds the person in the whole picture",
    "purpose.pose_landmark_full": "33 points of the body",
    "purpose.hand_recrop": "Points at a hand's middle and edge, for a closer crop",
    "purpose.hand_landmark_full": "21 points of a hand",
    "purpose.face_detection_short_range": "Finds the face near the head of the body",
    "purpose.face_landmark": "468 points of the face",
    "purpose.face_landmark_with_attention": "478 points of the face, with finer lips, eyes and irises",
    "purpose.pose_landmark_lite": "33 points of the body, fastest",
    "purpose.pose_landmark_heavy": "33 points of the body, most exact",
    "purpose.hand_landmark_lite": "21 points of a hand, faster; Holistic takes the full one",
    "purpose.palm_detection_full": "Finds palms in the whole picture; Holistic asks the body instead",
    "purpose.palm_detection_lite": "Finds palms in the whole picture, faster",
    "purpose.face_detection_full_range_sparse": "Finds small faces far away",
    "purpose.iris_landmark": "Irises in a crop of an eye, for the older face pipeline",
    "purpose.selfie_segmentation": "Separates a person from the background",
    "purpose.selfie_segmentation_landscape": "Separates a person from the background, wide picture",
    "purpose.pose_detection_dense": "Finds the person in the whole picture",
    "purpose.pose_landmark_lite_no_segmentation": "33 points of the body, fastest",
    "purpose.pose_landmark_full_no_segmentation": "33 points of the body",
    "purpose.pose_landmark_heavy_no_segmentation": "33 points of the body, most exact",
    "purpose.face_attention_trunk": "468 points of the face and a feature map of it",
    "purpose.face_attention_heads": "Lips, eyes and irises from three cut-out feature maps",
    "meaning.rgb_picture": "RGB picture",
    "meaning.box_and_4_key_points_of_every_anchor_in_pixels_from_the_anchor": (
        "Box and 4 key points of every anchor, in pixels from the anchor"
    ),
    "meaning.score_of_every_anchor": "Score of every anchor",
    "meaning.39_points_x_y_z_in_crop_pixels_visibility_presence": (
        "39 points: x, y, z in crop pixels; visibility, presence"
    ),
    "meaning.is_there_a_body": "Is there a body",
    "meaning.person_mask": "Person mask",
    "meaning.heat_map_of_each_point": "Heat map of each point",
    "meaning.39_points_in_metres_from_the_hips": "39 points in metres from the hips",
    "meaning.2_points_x_y_in_crop_pixels": "2 points: x, y in crop pixels",
    "meaning.21_points_x_y_z_in_crop_pixels": "21 points: x, y, z in crop pixels",
    "meaning.is_there_a_hand": "Is there a hand",
    "meaning.right_rather_than_left": "Right rather than left",
    "meaning.21_points_in_metres_from_the_hand_s_middle": "21 points in metres from the hand's middle",
    "meaning.box_and_6_key_points_of_every_anchor_in_pixels_from_the_anchor": (
        "Box and 6 key points of every anchor, in pixels from the anchor"
    ),
    "meaning.468_points_x_y_z_in_crop_pixels": "468 points: x, y, z in crop pixels",
    "meaning.is_there_a_face": "Is there a face",
    "meaning.80_points_of_the_lips_x_y": "80 points of the lips: x, y",
    "meaning.71_points_of_an_eye_x_y": "71 points of an eye: x, y",
    "meaning.5_points_of_an_iris_x_y": "5 points of an iris: x, y",
    "meaning.box_and_7_key_points_of_every_anchor_in_pixels_from_the_anchor": (
        "Box and 7 key points of every anchor, in pixels from the anchor"
    ),
    "meaning.71_points_of_the_eye_x_y_z_in_crop_pixels": "71 points of the eye: x, y, z in crop pixels",
    "meaning.5_points_of_the_iris_x_y_z": "5 points of the iris: x, y, z",
    "meaning.feature_map": "Feature map",
    "meaning.feature_map_of_lips_of_the_left_or_of_the_right_eye": (
        "Feature map of lips, of the left or of the right eye"
    ),
    "models.graph": "Which model feeds which",
    "models.graph_picture": "Picture",
    "models.graph_sizes": (
        "Sizes are of the files that run. Some are made on this server from those of MediaPipe: the list says under "
        "*Cut off* how."
    ),
    "models.graph_before": "Frame before",
    "models.list": "All model files",
    "models.measure": "Measure a call of each",
    "models.measure_help": (
        "Runs every model {calls} times with one thread and with two, on this server. Takes about a minute. "
        "Noise goes in: the content of the picture does not matter for the time."
    ),
    "models.measuring": "Measuring the models",
    "models.stopped": "Stopped. The times that were measured stay.",
    "models.one": "One model",
    "models.pick": "Model",
    "models.pick_help": "Whose tensors, operators and files are shown below, and which one is tried out.",
    "models.absent": (
        "The file is not on this server. The lite and heavy body models are downloaded when the host asks for them "
        "with `python -m holistic_core models --download pose_landmark_heavy`, or `…_lite`."
    ),
    "models.size": "Size",
    "models.size_value": "{mb:.1f} MB",
    "models.size_help": "Of the file, in millions of bytes.",
    "models.operator_count": "Operators",
    "models.operator_count_help": "Steps of the computation in the file. Unpacking a half-precision weight is one too.",
    "models.licence": "Licence",
    "models.licence_help": "The models are Google's and come with the mediapipe package, under this licence.",
    "models.one_thread": "1 thread",
    "models.one_thread_help": "Median time of a call with one thread, measured on this server.",
    "models.two_threads": "2 threads",
    "models.two_threads_help": "Median time of a call with two threads, measured on this server.",
    "models.time_value": "{ms:.2f} ms",
    "models.sha256": "SHA-256 {digest}",
    "models.tensors": "Inputs and outputs",
    "models.operators": "Operators",
    "models.operator": "Kind",
    "models.count": "Count",
    "models.cut": "What was cut off",
    "models.uncut": "Nothing: this is the file as it comes with mediapipe.",
    "models.cut_operators": "{words} of *{source}*.",
    "models.cut_outputs": "Outputs that are gone: {names}.",
    "models.cut_smaller": "The file is {mb:.2f} MB smaller. What is left computes the same, bit for bit.",
    "models.cut_larger": (
        "The file is {mb:.1f} MB larger: weights that were stored sparsely are written out, so that nobody unpacks "
        "them at every start. It computes the same, bit for bit."
    ),
    "models.custom": "LiteRT alone cannot run this file. Operators that only MediaPipe has: {names}.",
    "models.source": "How MediaPipe uses it: {graph} (v0.10.21). Licence: {licence}.",
    "models.download_original": "Original file",
    "models.download_original_help": "The file as it lies in the mediapipe package.",
    "models.download_derived": "Derived file",
    "models.download_derived_help": "The file that was cut out on this server and is run.",
    "models.try_title": "Try it out",
    "models.no_trial_absent": "Nothing to try: the file is not on this server.",
    "models.no_trial_custom": "Nothing to try: only MediaPipe can run this file.",
    "models.no_trial_input": "Nothing to try with a picture: this model continues from what another one computed.",
    "models.running": "Running {name} …",
    "models.region": "Region",
    "models.region_help": "Which square of the picture the model gets to see.",
    "option.region.pipeline": "As the pipeline cuts it",
    "option.region.whole": "Whole picture",
    "option.region.own": "My own",
    "models.region_unused": "The pipeline does not run this model on this picture. The whole picture goes in.",
    "models.region_x": "Centre, across",
    "models.region_x_help": "In percent of the width, from the left.",
    "models.region_y": "Centre, down",
    "models.region_y_help": "In percent of the height, from the top.",
    "models.region_side": "Side",
    "models.region_side_help": "In percent of the shorter side of the picture.",
    "models.region_turn": "Turned",
    "models.region_turn_help": "Clockwise. What is turned in the picture stands upright in the crop.",
    "models.where": "Where it looks",
    "models.seen": "What it sees, {size} × {size} px",
    "models.answer": "Its answer, in {ms:.1f} ms",
    "models.answer_scored": "Its answer, in {ms:.1f} ms · score {score:.2f}",
    "models.output": "Output",
    "models.shape": "Shape",
    "models.least": "Smallest",
    "models.mean": "Mean",
    "models.most": "Largest",
    # X-ray page
    "xray.title": "X-ray",
    "xray.page_lead": (
        "Step through one picture or a short clip: from the whole picture to the last landmark, with what every "
        "model saw. Ten stages, made for a lesson of 45 minutes."
    ),
    "xray.phone_hint": "Your own picture or clip: tap **»** at the top left.",
    "xray.step_by_step": "Step by step, with explanations",
    "xray.kind": "Look into",
    "xray.kind_help": "A picture starts anew every time. In a clip, models follow the person and filters smooth.",
    "option.xray_kind.picture": "Picture",
    "option.xray_kind.clip": "Clip",
    "xray.sample": "Clip",
    "xray.sample_help": "The coach in one of its exercises. The first 60 frames are looked at.",
    "xray.until_clip": "Until then you see the sample: the coach.",
    "xray.looking": "Looking at the clip",
    "xray.stopped": "Stopped before the clip was looked at.",
    "xray.again": "Look at it again",
    "xray.frame": "Frame",
    "xray.frame_help": "Everything below is of this frame, as the stream saw it after the frames before.",
    "xray.strip": "Tracked or looked for anew",
    "xray.strip_axis": "Frame",
    "xray.stage": "Stage",
    "xray.stage_help": "In the order of the work.",
    "xray.numbered": "{number} · {stage}",
    "option.stage.letterbox": "Letterbox",
    "option.stage.anchors": "Anchors",
    "option.stage.region": "Region",
    "option.stage.body": "Body",
    "option.stage.heatmap": "Heat map",
    "option.stage.filters": "Filters",
    "option.stage.hands": "Hands",
    "option.stage.face": "Face",
    "option.stage.tracking": "Tracking",
    "option.stage.time": "Time",
    "xray.stage_letterbox": (
        "The person detector sees the whole picture, but small: 224 × 224 pixels, with black bars so that nothing is "
        "stretched. A hand has only a few pixels here. That is enough to say where a person is, and no more."
    ),
    "xray.stage_anchors": (
        "The detector has thousands of fixed places, the anchors. Each says how sure it is that a person is there, and "
        "where its box lies. Boxes above the threshold that overlap are merged, weighted by their scores. Orange: "
        "anchors. Blue, around the green one: their boxes. Green: the merged box. Pink: key points; the first two give "
        "the next region."
    ),
    "xray.stage_region": (
        "Key point 1 is the middle of the hips, key point 2 tells the size and where up is. They give a square that is "
        "turned with the person and 1.25 times as large, so that head and feet are inside. In a clip, two hidden "
        "landmarks of the frame before do the same, and the detector rests."
    ),
    "xray.stage_body": (
        "The square is cut out of the full picture and turned upright: 256 × 256 pixels. The body model gives 39 "
        "points: 33 for you, 2 for the next frame, 4 spare. Each has a depth and a visibility. If its score is not "
        "above the threshold, everything ends here."
    ),
    "xray.stage_heatmap": (
        "The model also paints a map of 64 × 64 cells for each point: how likely is it here? Around the raw point "
        "(vermilion) a window of 9 × 9 cells is averaged. The centre is the refined point (green). It moves only if a "
        "cell of the window reaches 0.5."
    ),
    "xray.stage_filters": (
        "Points tremble from frame to frame. The One-Euro filter calms them: strongly at rest, hardly in fast "
        "movements. It measures speed in sizes of the person, so near and far people are treated alike. Vermilion: "
        "before. Green: after. Hands and face are not filtered."
    ),
    "xray.stage_hands": (
        "Wrist and fingers of the body say roughly where a hand is. A tiny model, the re-crop, points at the middle "
        "and the edge of the hand in that square. So the second square is tighter and turned with the hand. In it, "
        "the hand model finds 21 points."
    ),
    "xray.stage_face": (
        "The head points of the body give a square. In it a detector of its own looks for a face: 896 anchors, six key "
        "points. Eyes and size give the square for the mesh of 468 points. No face found by the detector means no "
        "mesh, even if there was one a frame ago."
    ),
    "xray.stage_tracking": (
        "Hands and face have two candidates for their square: the one from this frame's body (blue), and the one from "
        "their own points of the frame before (vermilion). The second is steadier. It is used unless it is turned, "
        "moved or resized too far from the first, or points lie near its edge."
    ),
    "xray.stage_time": (
        "Where the milliseconds go. A stage is: cut out, run the model, read the answer. Following instead of "
        "detecting saves the first bar. Each hand needs a closer crop and a model of its own."
    ),
    "xray.sources": "To read on, in the source of MediaPipe v0.10.21: {files}",
    "xray.letterboxed": "What the person detector sees: {size} × {size} px",
    "xray.anchors_caption": "{passed} of {count} anchors are above the threshold · {answer}",
    "xray.region_caption": "The region of the body, turned by {turn:.0f}°",
    "xray.crop_caption": "What the model sees: {size} × {size} px",
    "xray.answer_caption": "What it answers · {answer} · {ms:.1f} ms",
    "xray.landmark": "Landmark",
    "xray.landmark_help": "Whose map is shown.",
    "xray.heatmap_caption": "Moved by {moved:.1f} px of the crop. Strongest cell: {most:.2f}",
    "xray.filters_caption": "Moved by {middle:.1f} px in the middle, {most:.1f} px at most",
    "xray.still": "A picture by itself is never filtered. Choose a clip above to see the filters at work.",
    "xray.no_wrist": "The wrist is not visible enough, so nobody looks for the hand.",
    "xray.recrop_caption": "Square from the body, turned by {turn:.0f}°, with the two points of the re-crop",
    "xray.tracking_caption": "Vermilion: from the frame before. Blue: from this frame",
    "xray.kept": "Tracked",
    "xray.anew": "Looked for anew",
    "xray.refused": "Tracking refused",
    "xray.reason_followed": "The body was found in the frame before",
    "xray.reason_close_enough": "Close enough to this frame's square",
    "xray.reason_nothing_before": "Nothing was found in the frame before",
    "xray.reason_turned": "Turned too far, in degrees",
    "xray.reason_moved": "Moved too far, in sides of the square",
    "xray.reason_resized": "Size changed too much, in sides of the square",
    "xray.reason_outside": "Points too near the edge, in sides from its middle",
    "xray.detector_rests": "The detector did not run: the body is followed from the frame before. Frame 1 shows it.",
    "xray.not_reached": "Nothing to see: this stage was not reached, because the one before found nothing.",
    "xray.all_calls": "All model calls",
    "xray.column_frame": "Frame",
    "xray.column_part": "Part",
    "xray.column_decision": "Decision",
    "xray.column_reason": "Why",
    "xray.column_value": "Value",
    "xray.column_limit": "Limit",
    "xray.column_score": "Score",
    "xray.column_anchor_x": "Anchor x",
    "xray.column_anchor_y": "Anchor y",
    "xray.column_box_width": "Box width",
    "xray.column_box_height": "Box height",
    "explain.models": (
        "A `.tflite` file is a list of *operators* and *tensors*. An operator takes tensors and gives one: a "
        "convolution, an addition, a change of size. Weights are tensors that never change; here they are stored in 16 "
        "bits and unpacked to 32 when the model is loaded.\n\n"
        "Outputs that nobody reads can be **cut off**, with every operator that works for them alone. The person mask "
        "of the body model is such a branch, and 40 % of its time.\n\n"
        "The face model with attention holds operators that only MediaPipe has. It is cut in two around them, and they "
        "are computed outside.\n\n"
        "A file is checked by its SHA-256 before it is used. The table shows every call for the picture above."
    ),
    "explain.models_figure": "Every model call for the picture above",
    "explain.xray": (
        "The picture is cut into smaller and smaller squares. Each model answers one question about one square, and "
        "its answer gives the next square. So a mistake early on is carried along, and an unsure model ends its "
        "branch.\n\n"
        "What you see is recorded while the pipeline runs, only when somebody looks. The results are the same with and "
        "without.\n\n"
        "**A lesson:** find a picture without a face mesh, and the stage at which it was lost. Then find a frame of a "
        "clip in which tracking was refused, and say why."
    ),
    "explain.xray_figure": "All squares of the sample: body green, hands orange and blue, face grey",
    # Many pictures
    "gallery.progress": "{number} of {count} · {name}",
    "gallery.cancel": "Cancel",
    "gallery.continue": "Go on",
    "gallery.stopped": "Stopped: {waiting} of {count} pictures have not been looked at.",
    "gallery.skipped": "**{name}** was skipped. {reason}",
    "gallery.title": "{done} of {count} pictures",
    "gallery.pick": "Look more closely at",
    "gallery.pick_help": "The picture whose angles, skeleton and downloads are shown below.",
    # Video
    "video.title": "Video",
    "video.lead": (
        "Bring a clip and get its movement: the skeleton drawn in, joint angles over time, repetitions with advice, "
        "and files for other programs. {limits} It is looked at on this server and deleted when you leave."
    ),
    "video.lead.workshop": (
        "A clip becomes joint angles over time, repetitions and files. {limits} It is deleted when you leave."
    ),
    "video.phone_hint": "Your own clip, the exercise and all settings: tap **»** at the top left.",
    "video.phone_hint.workshop": "Your own clip: tap **»** at the top left.",
    "video.waiting": "Drop a clip under **Input**. Until then you see the sample: {name}.",
    "video.source": "Which clip",
    "video.source_help": "The coach, a rendered person, in one of its exercises, or a file from your device.",
    "option.video_source.sample": "Sample",
    "option.video_source.upload": "Your own",
    "video.sample": "Sample",
    "video.sample_help": "Short clips of the rendered coach: different exercises, people and views.",
    "video.upload": "Drop a video",
    "video.upload_help": "{limits} What a file is, its content decides. It lies in a temporary file until you leave.",
    "video.brought": "{name} · {megabytes:.1f} MB",
    "video.forget": "Delete it",
    "video.part": "Part and sound",
    "video.start": "Start (s)",
    "video.start_help": "Where the part begins that is looked at, in seconds.",
    "video.end": "End (s)",
    "video.end_help": "Where it ends. Left empty: the end of the clip.",
    "video.to_the_end": "End of the clip",
    "video.every": "Every how many-th frame",
    "video.every_help": "1 looks at all. 2 looks at each second one: twice as fast, and fine for slow movements.",
    "video.keep_audio": "Keep the sound",
    "video.keep_audio_help": "Whether the annotated video has the sound of the clip.",
    "video.exercise": "Count",
    "video.exercise_help": "Whose repetitions are counted, which advice is given, and which angles are shown first.",
    "video.write_angles": "Angles in the video",
    "video.write_angles_help": "Write the joint angles that matter most beside their joints.",
    "video.black": "Skeleton on black",
    "video.black_help": "Show the skeleton alone, without the people and the room.",
    # Video: filter
    "video.filter_title": "Filter",
    "video.filter": "Filter for the curves",
    "video.filter_help": (
        "What is done to the angle curves, their velocities and the files. Nothing is found anew, so try them out: the "
        "thin curves are as measured.\n\n"
        "**Butterworth** is the default for clips. It goes over the curve forward and then backward, so the delays of "
        "both cancel out (zero phase): peaks stay where they were.\n\n"
        "**One-Euro** goes forward only, as it must live, where the future is not known. So it lags: peaks come later "
        "than they were. Take it here to see what the live page sees."
    ),
    "option.filter.none": "None",
    "option.filter.one_euro": "One-Euro",
    "option.filter.butterworth": "Butterworth (no delay)",
    "option.filter.median": "Median",
    "option.filter.hampel": "Outliers only (Hampel)",
    "video.filter_none": "Angles as they were measured, frame by frame.",
    "video.filter_one_euro": (
        "Calm at rest, quick in fast movements. It filters forward only, as on the live page, so its curve lags behind."
    ),
    "video.filter_butterworth": (
        "The default for clips, usual in motion analysis: forward and backward (zero phase), so nothing is delayed."
    ),
    "video.filter_median": "The middle value of a window: jumps stay sharp, single wrong frames vanish.",
    "video.filter_hampel": "Removes wrong frames and fills gaps; all the rest stays as measured.",
    "video.cutoff_hz": "Cut-off (Hz)",
    "video.cutoff_hz_help": (
        "What moves faster than so many times a second is taken for noise. 6 is usual for walking, 4 for exercises; "
        "lower is smoother and flattens fast movements."
    ),
    "video.order": "Order",
    "video.order_help": "How sharply it cuts off. 2 is usual; higher ones ring after sudden movements.",
    "video.min_cutoff_hz": "Cut-off at rest (Hz)",
    "video.min_cutoff_hz_help": "Lower: calmer while you hold still, and later when you begin to move.",
    "video.beta": "Speed factor",
    "video.beta_help": "How much the filter opens with each degree a second. Higher: less delay, more noise.",
    "video.window_s": "Window (s)",
    "video.window_s_help": "Of which time the middle value is taken. Movements shorter than half of it vanish.",
    "video.cleaning": "Outliers and gaps",
    "video.outliers": "Remove outliers",
    "video.outliers_help": "Frames whose angle is far from what those around let expect are left out first.",
    "video.outlier_window_s": "Compared within (s)",
    "video.outlier_window_s_help": "The time around a frame with which it is compared.",
    "video.outlier_sigmas": "Tolerance (σ)",
    "video.outlier_sigmas_help": "How many standard deviations away an angle must be to be an outlier. 3 is usual.",
    "video.max_gap_s": "Longest gap filled (s)",
    "video.max_gap_s_help": "Shorter gaps are bridged by a smooth curve; longer ones stay gaps. 0 fills none.",
    # Video: work
    "video.opening": "Opening “{name}” …",
    "video.progress": "{name} · frame {frame}",
    "video.progress_of": "{name} · frame {frame} of {count}",
    "video.percent": "{percent:.0f} %",
    "video.speed": "{fps:.1f} frames a second",
    "video.left": "{minutes}:{seconds:02d} left",
    "video.player": "{name} with what was found in it",
    "video.preview": "The newest frame with what was found in it",
    "video.others": "The server is busy just now. Yours goes on as soon as there is room; keep this page open.",
    "video.changed": "The choices in the sidebar have changed. What is shown was made with those before.",
    "video.again": "Look at it again",
    "video.try_again": "Try again",
    "video.stopped": "Stopped after {frames} of {count} frames. What is shown is of the part before.",
    "video.stopped_early": "Stopped before the first frame.",
    # Video: result
    "video.caption": "{name} · {frames} frames in {seconds:.1f} s: {fps:.0f} a second on this server",
    "video.smaller": (
        "Looked at and written with {size}; your clip has {full_size}. Models see crops of 256 px at most, so larger "
        "frames would only cost time and memory. Pixels in tables and files are those of the smaller frames."
    ),
    "video.nobody": "No person found in this clip.",
    "video.nobody_tips": (
        "1. Film so that one person fills most of the picture, head to hips at least.\n"
        "2. Dark? Switch on **Lift dark pictures** under *What to find*.\n"
        "3. Small or turned away? Lower **Person confidence** under *Advanced*. To compare: the sample under *Input*."
    ),
    "video.movement": "Movement",
    "video.repetitions": "Repetitions",
    "video.repetitions_help": "Complete ones: out and back. One that the clip cuts off does not count.",
    "video.each": "Each took",
    "video.each_value": "{seconds:.1f} s",
    "video.each_help": "Mean time of a repetition.",
    "video.range": "Range, {joint}, L · R",
    "video.range_value": "{left} · {right}",
    "video.range_help": (
        "Range of motion of the left and the right side: from the lowest to the highest angle of the whole clip, so it "
        "may be larger than that of a repetition."
    ),
    "video.symmetry": "Symmetry index",
    "video.symmetry_help": (
        "0 % = both sides move equally far; positive: the left one farther. Trust it from the front only: seen at an "
        "angle, the side behind is a guess. More under *Symmetry*."
    ),
    "video.one_side": (
        "The two sides are never seen at the same moment, so they cannot be compared. Film from the front."
    ),
    "video.fastest": "Fastest",
    "video.fastest_value": "{deg_s:.0f} °/s",
    "video.fastest_help": "Highest angular velocity of this joint, left or right.",
    "video.no_repetition": (
        "No complete repetition was seen. Is the right exercise chosen, and are the joints in the picture? Under *How "
        "it is counted* smaller movements can be let count."
    ),
    "video.no_cue": "Nothing to correct in these repetitions.",
    "video.cue": "{cue} (repetition {numbers})",
    "video.no_exercise": "Choose an exercise in the sidebar to count its repetitions.",
    # Video: curves and tabs
    "video.angles": "Angles",
    "video.angles_help": "Up to four joint angles, for the curves and the tabs. One that is not visible has no curve.",
    "video.frame": "Frame",
    "video.frame_help": (
        "Move through the clip: the frame with its skeleton, and where it is on the curves. Angles in the picture are "
        "those of its plane (2D), unfiltered; the curves are filtered, and in space (3D) where that is chosen."
    ),
    "video.frame_caption": "Frame {number} · {time_s:.2f} s · repetitions so far: {repetitions}",
    "video.frame_flat": "angles in the picture: 2D",
    "video.frame_caption_plain": "Frame {number} · {time_s:.2f} s",
    "tab.video_repetitions": "Repetitions",
    "tab.video_phase": "Phase portrait",
    "tab.video_symmetry": "Symmetry",
    "tab.video_velocity": "Velocity",
    "tab.video_compare": "Compare",
    "video.overlay": (
        "Each repetition stretched from 0 to 100 % of its own time: the closer the lines, the more alike. Counted, and "
        "lowest and highest in the table: the mean of both sides, weighted by how visible each is. Lines and speeds: "
        "the side that is seen best."
    ),
    "video.phase": (
        "A repetition is one loop: right is straighter, up is stretching, down is bending. Round and alike loops are "
        "an even movement; dents are moments of hesitation."
    ),
    "video.compare_with": "Compare with",
    "video.compare_with_help": "The true movement of the rendered coach, or a second clip of your own.",
    "option.compare.coach": "The coach",
    "option.compare.clip": "Second clip",
    "video.compare_of": "What of it",
    "video.compare_of_help": "One repetition of each, or both clips from start to end.",
    "option.compare_of.repetition": "One repetition",
    "option.compare_of.whole": "Whole clips",
    "video.compare_whole": "Without a repetition in both, the whole clips are compared.",
    "video.repetition_mine": "Repetition of {name}",
    "video.repetition_other": "Repetition of {name}",
    "video.repetition_option": "No. {number}",
    "video.repetition_of_help": "Which of the repetitions is compared.",
    "video.coach": "The coach's movement",
    "video.coach_help": "Its joint angles are known exactly, because it was rendered.",
    "video.truth_of": "Coach: {name}",
    "video.second": "Drop a second video",
    "video.second_note": "Bring a second clip, for example before and after training; it is looked at like the first.",
    "video.score": "Similarity",
    "video.score_value": "{score:.0f} of 100",
    "video.score_help": "100 = the same movement at any tempo. How it is worked out stands below.",
    "video.apart": "Mean difference",
    "video.apart_help": "How far the chosen angles are apart on average, moment by moment, after alignment in time.",
    "video.tempo": "Duration",
    "video.tempo_value": "× {tempo:.2f}",
    "video.tempo_help": "How much longer the other movement takes: 2 is twice as long.",
    "video.left_out": "Not compared, because they are rarely visible in one of the clips: {angles}.",
    "video.compared_angle_help": "Which of the compared angles is drawn.",
    "video.files_note": "Angles in the files are filtered as chosen; the report shows both. Each is made when pressed.",
    "video.fact_size": "Size",
    "video.fact_full_size": "Size of the file",
    # Accuracy
    "accuracy.title": "Accuracy",
    "accuracy.lead": (
        "How far off are the angles? The person below was rendered by this app, so every true joint angle is known. "
        "The "
        "detector sees nothing but the pictures, and what it measures is held against the truth."
    ),
    "accuracy.lead.workshop": "The person is rendered, so every true angle is known. How close does the detector come?",
    "accuracy.phone_hint": "Other exercises, views and conditions: tap **»** at the top left.",
    "accuracy.phone_hint.workshop": "Another clip: tap **»** at the top left.",
    "accuracy.measure": "Measure",
    "accuracy.measure_help": "Render the clip, find the person in every frame, and compare. It can be cancelled.",
    "accuracy.preview": "Preview of what will be rendered: {frames} frames, {seconds:.1f} s",
    "accuracy.preview_moment": "Moment",
    "accuracy.preview_moment_help": "Which moment of the clip the preview shows.",
    "accuracy.first_frame": "The first frame with its truth (magenta). What is measured follows.",
    "accuracy.frame": "Frame",
    "accuracy.frame_help": "Move through the clip. Magenta is the truth, the other colours are what was found.",
    "accuracy.picture_caption": (
        "{time_s:.2f} s · {phase} · truth magenta, dashed, hollow points; "
        "measured orange (left), blue (right), green (middle)"
    ),
    "accuracy.picture_nobody": "{time_s:.2f} s · {phase} · nobody was found in this frame; the truth is magenta",
    "accuracy.angle": "Angle",
    "accuracy.angle_help": "The angle whose numbers and curves are shown. Left and right are the person's own.",
    "accuracy.bias": "Bias",
    "accuracy.bias_help": "Mean of measured − true over all frames: how far the measurement lies to one side.",
    "accuracy.mae": "Mean error",
    "accuracy.mae_help": "Mean absolute error (MAE): how far off a single frame is on average.",
    "accuracy.limits": "95 % limits",
    "accuracy.limits_help": "Limits of agreement: bias ± 1.96 standard deviations; 95 of 100 frames lie between them.",
    "accuracy.limits_value": "{low} to {high}",
    "accuracy.correlation": "Correlation",
    "accuracy.correlation_help": "Pearson's r: 1 means that the measurement follows every movement, whatever its bias.",
    "accuracy.used": "Frames",
    "accuracy.used_help": "Frames with a measured value, of those with a true one.",
    "accuracy.used_value": "{used} of {count}",
    "accuracy.no_number": "–",
    "accuracy.phases": "Shaded in turn: {phases}.",
    "accuracy.all_errors": "Mean error of every angle",
    "accuracy.no_value": "This angle has no value in this clip: its points were never found or never visible enough.",
    "accuracy.every_lead": (
        "Positive: measured larger than true. A joint the camera cannot see is guessed by the model."
    ),
    "accuracy.agreement_lead": (
        "Each point is a frame. Points along the zero line are right; a slope means that the error depends on the "
        "angle."
    ),
    "accuracy.found_lead": (
        "Of the frames in which a part faces the camera and is in the picture, in how many was it found?"
    ),
    "tab.over_time": "Over time",
    "tab.every_angle": "Every angle",
    "tab.agreement": "Agreement",
    "tab.found": "Found",
    "switch.accuracy_plane": "Measured",
    "switch.accuracy_plane_help": "In the plane of the picture (2D), or in space (3D).",
    "option.accuracy_plane.2d": "2D",
    "option.accuracy_plane.3d": "3D",
    "accuracy.measuring": "Measuring “{name}”",
    "accuracy.changed": "The choices in the sidebar have changed. Press **Measure** to see what they lead to.",
    "accuracy.stopped": "Stopped after {number} of {count} frames. What is shown is what was measured until then.",
    "accuracy.again": "Measure again",
    # Accuracy: sidebar
    "accuracy.input": "Which clip",
    "accuracy.input_help": "A clip that comes with the app, or one that is rendered as you choose.",
    "option.accuracy_input.sample": "Sample",
    "option.accuracy_input.own": "Your own",
    "accuracy.sample": "Sample",
    "accuracy.sample_help": "Short clips of the rendered coach: different exercises, people and views.",
    "accuracy.motion": "Exercise",
    "accuracy.motion_help": "What the person does.",
    "accuracy.azimuth_deg": "View",
    "accuracy.azimuth_deg_help": (
        "0° = from the front, 90° = the person's left side, −90° = the right one, 180° = behind."
    ),
    "accuracy.figure": "Person",
    "accuracy.figure_help": "Bodies of different height, build, skin, hair and clothes.",
    "accuracy.repetitions": "Repetitions",
    "accuracy.repetitions_help": "How often the movement is done. Each one takes time to render.",
    "accuracy.movement": "Movement",
    "accuracy.tempo": "Tempo",
    "accuracy.tempo_help": "How fast the movement is done, compared with its usual tempo.",
    "accuracy.depth": "Depth",
    "accuracy.depth_help": "How far the movement goes; 100 % is the full one.",
    "accuracy.faults": "Faults",
    "accuracy.faults_help": "Mistakes the person makes on purpose.",
    "accuracy.recording": "Recording",
    "accuracy.brightness": "Light",
    "accuracy.brightness_help": "100 % = a well-lit room, 2 % = almost dark.",
    "accuracy.distance_m": "Distance (m)",
    "accuracy.distance_m_help": "From the camera to the person, level, in metres.",
    "accuracy.height_m": "Camera height (m)",
    "accuracy.height_m_help": "Of the lens above the floor, in metres. It looks at the middle of the person.",
    "accuracy.noise": "Image noise",
    "accuracy.noise_help": (
        "Standard deviation of the grain in grey levels of 255. A phone in the evening has about 10."
    ),
    "accuracy.resolution_px": "Resolution",
    "accuracy.resolution_px_help": "Size of each picture, upright; across for exercises on the floor.",
    "accuracy.fps": "Frame rate",
    "accuracy.fps_help": "Frames per second of the clip. More frames take longer to render.",
    "accuracy.rate": "{rate:g} FPS",
    "accuracy.smooth": "Smoothing",
    "accuracy.smooth_help": "One-Euro filters over time, as in a video. They calm the curve and delay it a little.",
    "accuracy.model_complexity": "Body model",
    "accuracy.model_complexity_help": (
        "Full comes with the app. Lite is faster, Heavy slower and more exact; they must be downloaded once with "
        "`python -m holistic_core models`."
    ),
    "option.model_complexity.0": "Lite",
    "option.model_complexity.1": "Full",
    "option.model_complexity.2": "Heavy",
    # Accuracy: sweep
    "accuracy.sweep_title": "One condition changes",
    "accuracy.sweep_help": "Renders {pictures} pictures and looks for the person in each. It can be cancelled.",
    "accuracy.sweep_none": "Stopped before the first step was measured.",
    "accuracy.sweep_found": "Frames in which the body was found – {shares}.",
    "accuracy.sweep_lead": (
        "One condition changes, everything else stays as chosen in the sidebar. Each cell is the mean absolute error "
        "of "
        "an angle over {frames} moments of the movement."
    ),
    "accuracy.sweep_condition": "What changes",
    "accuracy.sweep_condition_help": "The condition that is swept, from one end of its range to the other.",
    "option.sweep.azimuth": "View",
    "option.sweep.distance": "Distance",
    "option.sweep.light": "Light",
    "option.sweep.noise": "Noise",
    "option.sweep.size": "Resolution",
    "accuracy.sweep": "Sweep",
    "accuracy.sweep_stopped": "Stopped: {done} of {count} steps were measured.",
    # Accuracy: what it proves
    "accuracy.proof_title": "What this proves, and what it does not",
    "accuracy.proof": (
        "**It proves** how far the detector is off for *this* person in *this* picture, frame by frame, against a "
        "truth "
        "that is exact. It compares views, light, engines and settings fairly, because everything else stays the "
        "same.\n\n"
        "**It does not prove** how far it is off for you. The person is rendered: one body model in five sizes, plain "
        "clothes that never hide a joint, a clean picture from a lens without distortion, nobody else in the room. "
        "**Errors on real people are larger.** And truth here means joint centres by our own definition; the models "
        "learnt from points that people clicked on photos, which lie elsewhere, above all at hips, shoulders and "
        "ankles. "
        "A part of each bias is that difference.\n\n"
        "**What others measured on real people**, to compare with:\n"
        "- Knee in squats against a motion sensor (IMU): bias −13.9 ± 15.1°; from the side −2.3 ± 6.4° (Cosoli 2026).\n"
        "- BlazePose Heavy against Kinovea, a video tool used by hand: 7.07° mean absolute error.\n\n"
        "Do not use these angles for diagnosis or treatment."
    ),
    # Benchmark
    "nav.benchmark": "Benchmark",
    "home.card_benchmark_title": "Benchmark",
    "home.card_benchmark": "Speed, start-up, memory and many viewers, measured on this machine beside MediaPipe's own.",
    "home.card_benchmark_link": "Measure this machine",
    "benchmark.title": "Benchmark",
    "benchmark.lead": (
        "Why is it slow, why does memory grow, which setting shall I take? Every number here is measured on "
        "the machine that runs this page, in a process of its own, and beside MediaPipe's own solution."
    ),
    "benchmark.input": "What is looked at",
    "benchmark.input_help": "A kept clip or still of the rendered person, or a picture or video of your own.",
    "benchmark.sample": "Sample",
    "benchmark.sample_help": "A still is panned over a little, as if the camera moved.",
    "benchmark.upload": "Picture or video",
    "benchmark.upload_help": "Its first 24 frames are used. It stays on this server until you leave.",
    "benchmark.brought": "{name} · {megabytes:.1f} MB",
    "benchmark.settings": "Settings",
    "benchmark.run": "Run",
    "benchmark.latency_run_help": "Loads every combination, then measures them in turns. Takes seconds to minutes.",
    "benchmark.cold_run_help": "Starts a dozen processes, one after the other.",
    "benchmark.memory_run_help": "Fills memory up to the limit, in a process of its own that is ended then.",
    "benchmark.throughput_run_help": "Keeps every core busy for the length of all runs.",
    "benchmark.claims_run_help": "Takes a few minutes: every figure gets a process of its own.",
    "benchmark.switched_off": (
        "The host of this server has switched this experiment off for visitors. Run it on your own machine: the "
        "command line has the same experiments, and its reports can be compared here."
    ),
    "benchmark.already": "Your benchmark “{name}” is running already. Wait for it, or cancel it first.",
    "benchmark.elsewhere": "Your benchmark “{name}” is running. Only one can run at a time.",
    "benchmark.waiting": (
        "Another benchmark is running on this server: {name}, step {done} of {count}. Two at a time would spoil each "
        "other's numbers. Yours starts as soon as that one has ended."
    ),
    "benchmark.another": "one of another visitor",
    "benchmark.progress": "{name} · {done} of {count} · {words}",
    "benchmark.progress_left": "{name} · {done} of {count} · about {seconds:.0f} s left · {words}",
    "benchmark.stopped": "Stopped before the end. What was measured until then is shown.",
    "benchmark.nothing_yet": "Nothing measured yet. Press Run.",
    "benchmark.first_look": "A short first look, measured on this server. Press Run for numbers of your own.",
    "benchmark.fastest": "Fastest",
    "benchmark.fastest_help": "The setting with the smallest median time of a frame.",
    "benchmark.median": "Median",
    "benchmark.median_help": "Half of its frames take less time than this.",
    "benchmark.rate": "Frames a second",
    "benchmark.rate_help": "When one frame follows the other, without pauses.",
    "benchmark.ratio": "Its time / MediaPipe's",
    "benchmark.ratio_help": "Its time over that of MediaPipe Holistic in the same rounds; below 1 is faster.",
    "benchmark.ms": "{ms:.1f} ms",
    "benchmark.fps": "{fps:.1f} FPS",
    "benchmark.claims_note": "All of them: {note}",
    "benchmark.claim_note": "- {claim}: {note}",
    "benchmark.times": "{ratio:.2f} ×",
    "benchmark.no_number": "–",
    "benchmark.latency_lead": (
        "**How long does a frame take?** All settings take turns, so that what slows the machine down slows "
        "all of them."
    ),
    "benchmark.latency_caption": (
        "The grey bar in a box's row marks the models alone, the median of their own turns: about the least that a "
        "typical frame costs. The ratio's spread is what chance could have made of it in 95 of 100 repetitions."
    ),
    "benchmark.cold_lead": (
        "**How long until the first result?** Import, create, first and second frame, each in a fresh process."
    ),
    "benchmark.cold_caption": (
        "Warmed up, models are loaded before the first frame: the visitor does not wait for them."
    ),
    "benchmark.memory_lead": (
        "**Why does memory grow?** Five ways in which these models are used, each in a fresh process, watched"
        " while it runs."
    ),
    "benchmark.memory_caption": (
        "Dotted: growth fitted to the calls after the first fifth. A cross marks a way that was ended at the "
        "limit. Where it does not rise, calls cost no memory."
    ),
    "benchmark.throughput_lead": (
        "**How many viewers can one machine serve?** Streams that take frames as fast as they can."
    ),
    "benchmark.throughput_caption": (
        "Latency mode gives each frame all cores; throughput mode one core each. Fairness is Jain's index: 1 when all "
        "streams get the same."
    ),
    "benchmark.claims_lead": (
        "**Is it true what tutorials say?** Their usual figures, and what comes out on this machine."
    ),
    "benchmark.compare_lead": (
        "**This machine or that one, this version or the last?** Bring reports that were saved here or by "
        "`bench … --save`."
    ),
    "benchmark.contenders": "Engines",
    "benchmark.contenders_help": "MediaPipe Holistic is always measured too: ratios are to it.",
    "benchmark.threads": "Threads",
    "benchmark.threads_help": "Of LiteRT. MediaPipe chooses its own.",
    "benchmark.mode": "Frames or stills",
    "benchmark.mode_help": "In a video the last frame tells where to look; a still is searched as a whole.",
    "benchmark.parts": "What is looked for",
    "benchmark.parts_help": "MediaPipe Holistic always computes everything.",
    "benchmark.face": "Face detail",
    "benchmark.face_help": "Refined: 478 points instead of 468, with irises.",
    "benchmark.complexity": "Body model",
    "benchmark.complexity_help": "Lite and heavy have to be downloaded once: `models --download` on the command line.",
    "benchmark.size": "Picture size",
    "benchmark.size_help": "Longer side in pixels. With two or more sizes there is a chart against the size.",
    "benchmark.size_px": "{size} px",
    "benchmark.size_full": "As it is",
    "benchmark.repetitions": "Repetitions",
    "benchmark.repetitions_help": "Turns of every setting. More of them make the ratio's spread smaller.",
    "benchmark.frames": "Frames a turn",
    "benchmark.frames_help": "Frames in a row of one setting before the next one has its turn.",
    "benchmark.warm_up": "Warm-up frames",
    "benchmark.warm_up_help": "Frames before the first turn, which do not count.",
    "benchmark.runs": "Starts of each kind",
    "benchmark.runs_help": "The median counts. One more start of each, which fills caches, does not.",
    "benchmark.ways": "Ways to use the models",
    "benchmark.ways_help": "Each runs in a process of its own.",
    "benchmark.calls": "Calls",
    "benchmark.calls_help": "Pictures that each way looks at.",
    "benchmark.viewers": "Viewers",
    "benchmark.viewers_help": "How many come, one after the other, when each has an object of their own.",
    "benchmark.limit_mb": "Memory limit (MB)",
    "benchmark.limit_mb_help": (
        "A way is ended at so much. The default is half of what is free, in the container where it has a limit."
    ),
    "benchmark.services": "Served by",
    "benchmark.services_help": "One detector for all in either mode, or an object of mp.solutions for each stream.",
    "benchmark.streams": "Streams",
    "benchmark.streams_help": "How many at a time; every number is a run.",
    "benchmark.seconds": "Seconds a run",
    "benchmark.seconds_help": "After the warm-up.",
    "benchmark.claim_frames": "Frames of each figure",
    "benchmark.claim_frames_help": "More of them make the figures steadier.",
    "benchmark.stopped_limit": "ended at the limit",
    "benchmark.stopped_killed": "ended by the system",
    "benchmark.stopped_cancelled": "cancelled",
    "benchmark.stopped_not": "all calls made",
    "benchmark.take_home": "One report with everything you have measured in this session: {names}.",
    "benchmark.reports": "Reports",
    "benchmark.reports_help": "Up to {most} JSON files, each up to 20 MB.",
    "benchmark.this_session": "This session",
    "benchmark.compare_more": ("Reports so far: {count}. It takes two to compare: bring files, or run a benchmark."),
    "benchmark.machines": "Machines",
    "benchmark.figure": "Figure",
    "benchmark.figure_help": "What the chart shows. All figures stand in the table.",
    "benchmark.figure_of": "{name}: {figure}",
    "tab.benchmark_latency": "Latency",
    "tab.benchmark_cold": "Cold start",
    "tab.benchmark_memory": "Memory",
    "tab.benchmark_throughput": "Throughput",
    "tab.benchmark_claims": "Tutorials say",
    "tab.benchmark_precision": "Precision",
    "benchmark.precision_lead": (
        "**Are 8-bit models worth it?** They are smaller, and on some processors faster. Here they are built from the "
        "usual ones, calibrated on half of the coach's clips and of your own files, and compared on the other half."
    ),
    "benchmark.precision_run_help": "Takes one to three minutes. One thread, variants take turns on every frame.",
    "benchmark.precision_files": "Pictures and videos of your own, if you like",
    "benchmark.precision_files_help": (
        "Up to {most}. Pictures are calibrated on and compared in turns; of a video, the first half is calibrated on "
        "and the second compared. They stay on this server until you leave."
    ),
    "benchmark.precision_brought": "Brought before: {names}",
    "benchmark.every": "Every how many-th frame",
    "benchmark.every_help": "Of each clip. Larger numbers are faster and less sure.",
    "benchmark.precision_caption": (
        "In the green field a turbo preset could stand. A hollow mark is a variant that finds other parts than float "
        "too often. Errors are in percent of the longest side of the part's box, against float."
    ),
    "benchmark.precision_own": "Among them: {names}.",
    "benchmark.precision_limits": (
        "{frames} frames, calibrated on {others} others. A turbo preset needs at least {speedup} times the speed, a "
        "median error under {error} % of the bounding box, and equal presence in {presence:.0f} % of the cases, all "
        "for the whole frame."
    ),
    "benchmark.precision_turbo": (
        "Within the limits on this server: {variant}. Other machines may differ, so the usual models stay switched on."
    ),
    "benchmark.precision_none": "No variant keeps the limits on this server, so no turbo preset is offered. {nearest}",
    "benchmark.precision_nearest": (
        "The fastest, {variant}: {speedup:.2f} times the speed, error {error:.2f} %, equal presence {presence:.1f} %."
    ),
    "benchmark.precision_scope": "Measured on",
    "benchmark.precision_variant": "Variant",
    "benchmark.precision_speedup": "Times as fast",
    "benchmark.precision_error": "Error (% of box)",
    "benchmark.precision_p95": "95 % below (%)",
    "benchmark.precision_presence": "Equal presence (%)",
    "benchmark.precision_mb": "Size (MB)",
    "benchmark.precision_ms": "CPU (ms)",
    "option.benchmark_scope.whole": "Whole frame",
    "option.benchmark_scope.body": "Body model",
    "option.benchmark_scope.hand": "Hand model",
    "tab.benchmark_compare": "Compare reports",
    "switch.benchmark_chart": "Chart",
    "option.benchmark_chart.latency": "Times",
    "option.benchmark_chart.latency_shares": "Shares (ECDF)",
    "option.benchmark_chart.latency_stages": "Stages",
    "option.benchmark_chart.latency_sizes": "Against size",
    "option.benchmark_chart.precision": "Whole frame",
    "option.benchmark_chart.precision_body": "Body model",
    "option.benchmark_chart.precision_hand": "Hand model",
    "option.benchmark_chart.throughput": "In all",
    "option.benchmark_chart.throughput_shares": "Each stream",
    "option.benchmark_input.sample": "Sample",
    "option.benchmark_input.upload": "Own file",
    "option.contender.litert": "LiteRT",
    "option.contender.mediapipe": "MediaPipe Holistic",
    "option.contender.separate": "Pose + Hands + FaceMesh",
    "option.mode.tracking": "Tracking",
    "option.mode.still": "Still",
    "option.benchmark_parts.body": "Body only",
    "option.benchmark_parts.body_hands": "Body and hands",
    "option.benchmark_parts.body_face": "Body and face",
    "option.benchmark_parts.everything": "Everything",
    "option.face.plain": "Plain",
    "option.face.refined": "Refined",
    "option.way.shared": "One shared detector",
    "option.way.per_viewer": "mp.solutions, one per viewer",
    "option.way.new_closed": "mp.solutions, new each call, closed",
    "option.way.never_closed": "mp.solutions, new each call, never closed",
    "option.way.idle_release": "Shared, released when idle",
    "option.service.latency": "Latency mode",
    "option.service.throughput": "Throughput mode",
    "option.service.mediapipe": "mp.solutions, one per stream",
    "download.benchmark_json": "Report (JSON)",
    "download.benchmark_json_help": "Everything with every single time, to be compared on this page.",
    "download.benchmark_csv": "Numbers (CSV)",
    "download.benchmark_csv_help": "One line a number, for spreadsheets.",
    "download.benchmark_html": "Report (HTML)",
    "download.benchmark_html_help": "Charts, tables and the machine in one file that needs no network.",
    "column.setting": "Setting",
    "column.median_ms": "Median (ms)",
    "column.p95_ms": "p95 (ms)",
    "column.fps": "FPS",
    "column.cpu_ms": "CPU (ms)",
    "column.models_ms": "Models alone (ms)",
    "column.ratio": "Ratio to mp.solutions",
    "column.ratio_low": "Ratio, low",
    "column.ratio_high": "Ratio, high",
    "column.found_pose": "Body found (%)",
    "column.found_face": "Face found (%)",
    "column.found_left_hand": "Left hand found (%)",
    "column.found_right_hand": "Right hand found (%)",
    "column.start": "Start",
    "column.import_s": "Import (s)",
    "column.create_s": "Create (s)",
    "column.first_s": "First frame (s)",
    "column.second_frame_s": "Second frame (s)",
    "column.total_s": "To the first result (s)",
    "column.way": "Way",
    "column.calls": "Calls",
    "column.start_mb": "Before (MB)",
    "column.end_mb": "At the end (MB)",
    "column.peak_mb": "Peak (MB)",
    "column.more_mb": "More (MB)",
    "column.rest_mb": "At rest (MB)",
    "column.growth_mb": "Growth (MB a call)",
    "column.call_ms": "A call (ms)",
    "column.ended": "End",
    "column.streams": "Streams",
    "column.served_by": "Served by",
    "column.total_fps": "FPS in all",
    "column.slowest_fps": "Slowest (FPS)",
    "column.fastest_fps": "Fastest (FPS)",
    "column.fairness": "Fairness",
    "column.claim": "Tutorials say",
    "column.said": "Figure",
    "column.measured_mediapipe": "mp.solutions here",
    "column.measured_here": "This project here",
    "column.note": "Note",
    "column.experiment": "Experiment",
    "column.what": "What",
    "column.value": "Value",
    "column.figure": "Figure",
    "column.ratio_to": "{name} / {first}",
    "explain.benchmark": (
        "A single time says little: other programs, heat and caches move it by tens of percent. So everything"
        " is measured **in turns**, in one process, with frames before that do not count, and the **median** "
        "is told with the 95th percentile. A **ratio** of times taken in the same rounds is steadier than "
        "either of them; its spread comes from drawing rounds and frames again and again "
        "(bootstrap).\n\n**CPU time** counts all threads: half the time on twice the cores is no gain for a "
        "full server. **Models alone** is the floor: cropping, filtering and waiting come on "
        "top.\n\n**Memory** is measured in fresh processes, because what one way has taken another would find"
        " ready. Only one benchmark runs on this server at a time."
    ),
    "explain.benchmark_figure": "The machine that these numbers belong to",
    # Long work
    "job.cancel": "Cancel",
    "job.waiting": (
        "Others are measuring just now. Yours starts as soon as there is room; the page may stay open meanwhile."
    ),
    "job.progress": "{name} · {number} of {count}",
    "job.progress_left": "{name} · {number} of {count} · about {seconds:.0f} s left",
    # Code
    "snippets.title": "The same in code",
    "snippets.lead": "The current settings, ready to copy. Run it in the folder of Holistic Lab, with its `.venv`, "
    "and put the picture there.",
    "snippets.python": "In Python",
    "snippets.command": "On the command line",
    # Sidebar
    "controls.input": "Input",
    "input.source": "Where the picture comes from",
    "input.source_help": "Files from your device, a snapshot with your camera, or the sample. Nothing is kept on disk.",
    "option.source.upload": "Files",
    "option.source.camera": "Camera",
    "option.source.sample": "Sample",
    "input.upload": "Drop one or many pictures",
    "input.upload_help": "{formats} Up to {most} pictures in one go; what a file is, its content decides.",
    "input.kept": "Still here from before – {count}: {names}",
    "input.forget": "Forget them",
    "input.camera": "Take a snapshot",
    "input.camera_help": "The camera is on only while this is open. The picture goes to this server and nowhere else.",
    "input.sample_name": "sample.jpg",
    "input.snapshot_name": "snapshot.jpg",
    "controls.find": "What to find",
    "controls.parts": "Parts",
    "controls.parts_help": "What is computed, not only drawn: the body, body and hands, or face too. Fewer are faster.",
    "option.parts.body": "Body",
    "option.parts.body_hands": "+ Hands",
    "option.parts.everything": "All",
    "controls.people": "People",
    "controls.people_help": (
        "*Best match* is the person the detector is most sure of, as MediaPipe does. *Largest* ignores posters and "
        "bystanders. *Several* finds everybody up to a number. Both also search parts of the picture and take longer."
    ),
    "controls.people_reference": "The MediaPipe engine finds one person: the best match.",
    "option.people.best": "Best match",
    "option.people.largest": "Largest person only",
    "option.people.several": "Several",
    "controls.max_people": "At most",
    "controls.max_people_help": "How many people to find; the largest come first. Each one takes time of its own.",
    "controls.refine_face": "Finer face (478 points)",
    "controls.refine_face_help": "Adds the irises and finer lips and eyes to the 468 points of the face. Slower.",
    "controls.clahe": "Lift dark pictures",
    "controls.clahe_help": "Evens out the contrast before looking (CLAHE). Helps in the dark, rarely in daylight.",
    "controls.draw": "How to draw",
    "controls.draw_parts": "Show",
    "controls.draw_parts_help": "Which of the parts that were found are drawn. Nothing is computed again.",
    "controls.style": "Style",
    "controls.style_help": "One colour for each side of the person, or the classic red points and white bones.",
    "option.style.house": "Sides",
    "option.style.classic": "Classic",
    "controls.face": "Face as",
    "controls.face_help": "Outlines of eyes, lips and face, the full mesh, or points only.",
    "option.face.contours": "Outlines",
    "option.face.mesh": "Mesh",
    "option.face.points": "Points",
    "controls.background": "Background",
    "controls.background_help": (
        "What is behind the person. *Blurred* and *One colour* need the outline of the person, which is computed once."
    ),
    "option.background.picture": "Picture",
    "option.background.black": "Black",
    "option.background.blurred": "Blurred",
    "option.background.replaced": "One colour",
    "controls.background_colour": "Colour of the background",
    "controls.background_colour_help": "What the background is replaced with.",
    "controls.thickness": "Line thickness",
    "controls.thickness_help": "Lines and points, compared with the usual size.",
    "controls.numbers": "Landmark numbers",
    "controls.numbers_help": "Write the number of each body and hand landmark beside it.",
    "controls.cover_face": "Cover faces",
    "controls.cover_face_help": (
        "A patch of one colour hides the face of everybody found. Where nobody is found, the whole picture is blurred; "
        "further people who are not found stay as they are. It counts for the drawn picture and its downloads, not for "
        "the original and the look inside."
    ),
    "controls.advanced": "Advanced",
    "controls.engine": "Engine",
    "controls.engine_help": "LiteRT runs the models directly. MediaPipe is the slower reference to compare with.",
    "option.engine.litert": "LiteRT",
    "option.engine.mediapipe": "MediaPipe (reference)",
    "controls.min_detection_confidence": "Person confidence",
    "controls.min_detection_confidence_help": "How sure the person detector must be. Lower finds more, also wrong.",
    "controls.min_tracking_confidence": "Body confidence",
    "controls.min_tracking_confidence_help": "How sure the body model must be that it sees a body.",
    "controls.min_visibility": "Visibility threshold",
    "controls.min_visibility_help": "Points less visible than this are not drawn and give no angle.",
    "controls.drop_implausible": "Leave out impossible limbs",
    "controls.drop_implausible_help": "Limbs several times longer than their usual share of the body are left out.",
    "controls.reset": "Back to the defaults",
    "controls.reset_help": "Sets all choices in the sidebar back. Your pictures stay.",
    # Downloads
    "download.png": "PNG",
    "download.png_help": "The annotated picture in full size, without loss.",
    "download.jpeg": "JPEG",
    "download.jpeg_help": "The annotated picture in full size, smaller file.",
    "download.json": "JSON",
    "download.json_help": "Everything that was found; loads back without loss.",
    "download.csv_long": "CSV long",
    "download.csv_long_help": "One row for each landmark, units in the headers.",
    "download.csv_wide": "CSV wide",
    "download.csv_wide_help": "One row for each person, units in the headers.",
    "download.coco": "COCO",
    "download.coco_help": "17 body keypoints as COCO JSON, for annotation tools.",
    "download.zip": "Everything as ZIP",
    "download.zip_help": "Annotated pictures, a JSON for each, and the tables of all of them.",
    "download.problems_file": "skipped.txt",
    "download.accuracy_json": "JSON",
    "download.accuracy_json_help": "Truth and measurement of every frame; loads back without loss.",
    "download.accuracy_frames": "Frames (CSV)",
    "download.accuracy_frames_help": "One row for each frame and angle: true, measured, error.",
    "download.accuracy_summary": "Summary (CSV)",
    "download.accuracy_summary_help": "One row for each angle: bias, limits of agreement, errors, correlation.",
    "download.accuracy_joints": "Joints (CSV)",
    "download.accuracy_joints_help": "How far each landmark was from its true place.",
    "download.accuracy_npz": "NumPy",
    "download.accuracy_npz_help": "The same as arrays for NumPy (NPZ).",
    "download.accuracy_clip": "Clip (MP4)",
    "download.accuracy_clip_help": "The rendered clip without any drawing.",
    "download.accuracy_truth": "Truth (JSON)",
    "download.accuracy_truth_help": "True joints, angles, phases and repetitions of every frame of the clip.",
    "download.accuracy_zip": "Everything as ZIP",
    "download.accuracy_zip_help": "All of these files, and a picture with both skeletons.",
    "download.video_angles": "Angles (CSV)",
    "download.video_angles_help": "One row a frame: time, repetitions, and every joint angle in 2D and 3D.",
    "download.video_landmarks": "Landmarks (CSV)",
    "download.video_landmarks_help": "One row a frame: every landmark in pixels, the body in metres as well.",
    "download.video_repetitions": "Repetitions (CSV)",
    "download.video_repetitions_help": "One row a repetition: when, how far, how long, and what to do better.",
    "download.video_json": "JSON",
    "download.video_json_help": "Everything, exactly; it loads back. The format is described in the schema document.",
    "download.video_parquet": "Parquet",
    "download.video_parquet_help": "The same as columns for pandas, R and DuckDB.",
    "download.video_trc": "OpenSim .trc",
    "download.video_trc_help": "The body's points in metres as markers for OpenSim.",
    "download.video_mot": "OpenSim .mot",
    "download.video_mot_help": "Joint angles as flexion at a uniform rate for OpenSim.",
    "download.video_report": "Report (HTML)",
    "download.video_report_help": "One file with interactive charts and tables, readable offline.",
    "download.video_mp4": "Video (MP4)",
    "download.video_mp4_help": "The annotated video.",
    "download.video_zip": "Everything as ZIP",
    "download.video_zip_help": "All of these files.",
    "download.data": "Data (CSV)",
    "download.data_help": "The numbers behind this, as a table.",
    # Table headers
    "column.angle": "Angle",
    "column.deg_2d": "2D (°)",
    "column.deg_3d": "3D (°)",
    "column.person": "Person",
    "column.part": "Part",
    "column.number": "No.",
    "column.landmark": "Landmark",
    "column.x_px": "x (px)",
    "column.y_px": "y (px)",
    "column.z_px": "Depth (px)",
    "column.x_m": "x (m)",
    "column.y_m": "y (m)",
    "column.z_m": "z (m)",
    "column.visibility": "Visibility",
    "column.presence": "Presence",
    "column.stage": "Stage",
    "column.ms": "Time (ms)",
    "column.model": "Model",
    "column.roi_x_px": "Centre x (px)",
    "column.roi_y_px": "Centre y (px)",
    "column.roi_side_px": "Side (px)",
    "column.roi_turn_deg": "Turned (°)",
    "column.input_px": "Model input (px)",
    "column.score": "Score",
    "column.gate": "Verdict",
    "column.crop_ms": "Cutting (ms)",
    "column.model_ms": "Model (ms)",
    "column.picture": "Picture",
    "column.size": "Size",
    "column.people": "People",
    "column.landmarks": "Landmarks",
    "column.remark": "Remark",
    "column.time_s": "Time (s)",
    "column.phase": "Phase",
    "column.true_deg": "True (°)",
    "column.measured_deg": "Measured (°)",
    "column.error_deg": "Error (°)",
    "column.plane": "Plane",
    "column.bias_deg": "Bias (°)",
    "column.mae_deg": "MAE (°)",
    "column.mae_2d_deg": "2D (°)",
    "column.mae_3d_deg": "3D (°)",
    "column.lower_deg": "Lower limit (°)",
    "column.upper_deg": "Upper limit (°)",
    "column.correlation": "Correlation",
    "column.frames": "Frames",
    "column.missing": "Missing",
    "column.expected": "Expected",
    "column.found": "Found",
    "column.share": "Share (%)",
    "column.step": "Step",
    "column.of_measured": "{angle}, measured (°)",
    "column.of_filtered": "{angle}, filtered (°)",
    "column.of_velocity": "{angle}, velocity (°/s)",
    "column.of_repetition": "Repetition {number} (°)",
    "column.of_phase": "{phase} (s)",
    "column.start_s": "Start (s)",
    "column.seconds": "Took (s)",
    "column.lowest_deg": "Lowest (°)",
    "column.highest_deg": "Highest (°)",
    "column.range_deg": "Range (°)",
    "column.fastest_out": "Fastest out (°/s)",
    "column.fastest_back": "Fastest back (°/s)",
    "column.fastest_up": "Fastest opening (°/s)",
    "column.fastest_down": "Fastest closing (°/s)",
    "column.known": "Known (%)",
    "column.cues": "What to do better",
    "column.joint": "Joint",
    "column.left_range": "Left range (°)",
    "column.right_range": "Right range (°)",
    "column.symmetry": "Symmetry index (%)",
    "column.difference": "Mean difference (°)",
    "column.time_one": "Time, first (s)",
    "column.time_other": "Time, other (s)",
    # Errors
    "error.unexpected": (
        "Something went wrong that should not have. Try again, or with another picture. If it stays, tell whoever runs "
        "this app the reference **{reference}**: what happened is in the log under it."
    ),
    # Connection check
    "check.lead": (
        "No picture? Stop the video, then let this test look at your browser, your camera and your network. It asks "
        "for the camera, releases it at once, and sends no picture anywhere."
    ),
    "check.button": "Check my connection",
    "check.asking_camera": "Looking at the camera. If your browser asks, choose “Allow” …",
    "check.asking_network": "Looking at the network: up to 10 seconds …",
    "check.details": "Details for the host",
    "check.details_help": "If somebody helps you, send them this. It holds no password and no address of yours.",
    "check.insecure": "This page is not encrypted, so your browser keeps the camera shut.",
    "check.insecure_do": (
        "Open the page with **https://** in front. On the computer that runs the app, **http://localhost** works as "
        "well. If there is no https address, the host has to set one up."
    ),
    "check.no_media": "This browser gives web pages no camera.",
    "check.no_media_do": (
        "Open the page in a current Chrome, Edge, Firefox or Safari. Browsers inside of other apps (chats, mail) often "
        "cannot: choose “Open in browser” there."
    ),
    "check.no_webrtc": "Live video (WebRTC) is switched off in this browser.",
    "check.no_webrtc_do": "Switch off extensions that block WebRTC, or use another browser.",
    "check.camera": "Your camera works ({width} × {height}).",
    "check.denied": "The camera is blocked for this page.",
    "check.denied_do": (
        "Tap the sign left of the address (a lock, a slider or a camera), allow **Camera**, and reload the page."
    ),
    "check.denied_by_system": "Your system does not let the browser use the camera.",
    "check.denied_by_system_do": (
        "Allow the camera for your browser in the system's settings: on a Mac *Privacy & Security → Camera*, in "
        "Windows *Privacy → Camera*, on a phone the permissions of the browser app. Then start the browser again."
    ),
    "check.dismissed": "The question for the camera was closed without an answer.",
    "check.dismissed_do": "Press the button again and choose **Allow**.",
    "check.unanswered": "The question for the camera got no answer.",
    "check.unanswered_do": (
        "Press the button again and choose **Allow**. The question may hide behind the sign left of the address."
    ),
    "check.embedded": "This page is shown inside another one, which does not pass the camera on.",
    "check.embedded_do": "Open this page in a tab of its own.",
    "check.no_camera": "No camera was found.",
    "check.no_camera_do": (
        "Plug one in, or open its shutter or switch, and press the button again. Without a camera, choose the coach or "
        "a snapshot as input."
    ),
    "check.in_use": "The camera is there, but does not start: something else is using it.",
    "check.in_use_do": (
        "Close other programs and tabs with the camera (meetings, camera apps) and press the button again. If nothing "
        "else has it, plug it in anew or restart the device."
    ),
    "check.constraints": "The camera does not offer the picture that was asked for.",
    "check.constraints_do": "Choose another resolution, frame rate or camera in the settings of this page.",
    "check.camera_other": "The camera does not start, and the browser does not say why.",
    "check.camera_other_do": (
        "Reload the page. If it stays, try another browser, and send the details below to the host."
    ),
    "check.no_addresses": "Your browser hides every network address, so no video can be sent.",
    "check.no_addresses_do": (
        "Switch off extensions that block WebRTC, and VPN programs with such a setting, or use another browser."
    ),
    "check.stun": "Your network lets video through.",
    "check.relay": "The relay answers: video can be sent even where there is no direct way.",
    "check.udp_blocked": (
        "Your network blocks the kind of traffic that live video needs (UDP), or the server for it is down."
    ),
    "check.udp_blocked_do": (
        "Try another network, for example a phone's hotspot, or switch a VPN off. If it fails there too, tell the "
        "host: a TURN server that is reached over TCP or TLS, best on port 443, gets through nearly everywhere."
    ),
    "check.udp_blocked_relayed": "Your network blocks the fast way for video (UDP); the relay over TCP works.",
    "check.udp_blocked_relayed_do": (
        "The picture comes, but may lag. Another network, or no VPN, is smoother; a lower resolution helps as well."
    ),
    "check.turn_refused": "The relay (TURN server) refused this page: its password is wrong or has expired.",
    "check.turn_refused_do": (
        "Reload the page: that gets a new password. If it stays, tell the host that the TURN server answers 401: its "
        "secret or password is not the one of this app, or a clock is wrong."
    ),
    "check.turn_full": "The relay (TURN server) is full at the moment.",
    "check.turn_full_do": (
        "Try again in some minutes. If it stays, tell the host to raise the quota of the TURN server."
    ),
    "check.turn_silent": "The relay (TURN server) does not answer.",
    "check.turn_silent_do": (
        "Try another network, for example a phone's hotspot, or switch a VPN off. If it fails there too, tell the host "
        "that the TURN server cannot be reached."
    ),
    "check.direct_local": "You are on the computer that runs this app: nothing else is needed.",
    "check.direct_only": "Only direct connections are set up: they work inside one network, and seldom beyond it.",
    "check.direct_only_do": (
        "In the same home, office or classroom network as the app all is well. Across the internet the host has to set "
        "up a TURN server; the README says how."
    ),
    "check.all_good": (
        "Everything on your side works. If the picture still does not come, the server that runs this app may not "
        "reach you or the relay: send the details below to the host."
    ),
    "check.uses_none": "This app connects directly, without STUN or TURN servers, and asks nobody outside.",
    "check.uses_stun": "This app uses a STUN server to find a direct way, and has no TURN server to relay video.",
    "check.uses_turn": "This app has a TURN server that relays the video where there is no direct way.",
    "check.provider_unreachable": (
        "{provider} did not give this app a relay just now, so only direct connections may work. It asks again in a "
        "minute; the host finds the reason in the log."
    ),
    "check.provider_not_installed": (
        "The relay of {provider} is set up, but a package is missing on the server. The host installs it with "
        "`pip install twilio` and starts the app again."
    ),
    # The live picture's own buttons and messages
    "webrtc.start": "Start",
    "webrtc.stop": "Stop",
    "webrtc.select_device": "Choose a camera",
    "webrtc.media_api_not_available": "No camera here: the page needs https, or this browser is too old.",
    "webrtc.device_ask_permission": "Please allow this page to use your camera.",
    "webrtc.device_not_available": "The camera does not start. Is something else using it?",
    "webrtc.device_access_denied": "The camera is blocked for this page: allow it left of the address, then reload.",
    "webrtc.turn_camera_on": "Turn the camera on",
    "webrtc.turn_camera_off": "Turn the camera off",
    "webrtc.select_camera": "Camera",
    # Exercises
    "exercise.squat": "Squat",
    "exercise.lunge": "Lunge",
    "exercise.push_up": "Push-up",
    "exercise.biceps_curl": "Biceps curl",
    "exercise.shoulder_press": "Shoulder press",
    "exercise.jumping_jack": "Jumping jack",
    "exercise.hand_open_close": "Hand open and close",
    "phase.unseen": "Not in view",
    "phase.ready": "Get ready",
    "phase.rest": "Rest",
    "phase.down": "Down",
    "phase.bottom": "Bottom",
    "phase.up": "Up",
    "phase.top": "Top",
    "phase.open": "Open",
    "phase.apart": "Apart",
    "phase.close": "Close",
    "phase.opened": "Opened",
    "cue.deeper": "Go deeper.",
    "cue.higher": "Go all the way up.",
    "cue.arms_higher": "Bring your arms all the way up.",
    "cue.open_fully": "Open your hand all the way.",
    "cue.knees_out": "Knees out: keep them above your feet.",
    "cue.back_straight": "Keep your back straight and your chest up.",
    "cue.body_straight": "Keep your body in one line from shoulders to ankles.",
    "cue.even_arms": "Move both arms alike.",
    "cue.legs_apart": "Jump with your feet apart.",
    # Live
    "live.title": "Live",
    "live.lead": (
        "Press **START**, step back until you are in the picture, and move. The picture is looked at by this server "
        "and kept nowhere. No camera at hand? Choose **Coach** in the sidebar and let it play."
    ),
    "live.lead.workshop": (
        "Press **START**, step back, and move. The picture is kept nowhere. No camera? **Coach** in the sidebar."
    ),
    "live.lead_coach": (
        "Press **Play the coach** and watch what this page shows of a movement. Your own: choose **Camera** in the "
        "sidebar."
    ),
    "live.lead_snapshot": (
        "Take a picture or bring one: it is looked at by this server and kept nowhere. With a camera and a network "
        "that let video through, choose **Camera** in the sidebar."
    ),
    "live.phone_hint": "Exercise, privacy and all settings: tap **»** at the top left.",
    "live.phone_hint.workshop": "Camera, coach or photos: tap **»** at the top left.",
    "live.source": "Picture from",
    "live.source_help": (
        "Your camera; the coach, a rendered person whose clip runs through the same steps on the server; or single "
        "pictures, where no video gets through."
    ),
    "option.live_source.camera": "Camera",
    "option.live_source.coach": "Coach",
    "option.live_source.snapshot": "Photos",
    "live.clip": "Clip",
    "live.clip_help": "What the coach does. It starts anew at the end.",
    "live.size": "Resolution",
    "live.size_help": "What the camera is asked for. 640 × 480 is enough for a body; larger costs time and network.",
    "live.rate": "Frame rate",
    "live.rate_help": "Frames a second that the camera is asked for.",
    "live.rate_value": "{rate} a second",
    "live.facing": "Camera",
    "live.facing_help": "On phones: the camera above the screen, or the one on the back.",
    "option.facing.user": "Front",
    "option.facing.environment": "Back",
    "live.fixed_while_playing": "Resolution, rate and camera can be changed after STOP. All else takes effect at once.",
    "live.exercise_title": "Exercise",
    "live.exercise": "Count",
    "live.exercise_help": "Whose repetitions are counted, and which advice is given.",
    "live.no_exercise": "Nothing",
    "live.thresholds": "How it is counted",
    "live.band": "Angles that count",
    "live.band_help": (
        "A repetition is counted when the joint has gone past one end and come back past the other. A wide band wants "
        "full movements, a narrow one counts small ones too."
    ),
    "live.min_repetition": "Shortest repetition",
    "live.min_repetition_help": "What is over sooner is taken for a twitch.",
    "live.sound": "Sound",
    "live.sound_help": "A short tone for every repetition.",
    "live.counter": "Count in the picture",
    "live.counter_help": "Write the repetitions into the picture, to be read from a distance.",
    "live.smooth": "Smooth",
    "live.smooth_help": "Filters that calm the body's points from frame to frame, at the price of a little delay.",
    "live.privacy": "Privacy",
    "live.privacy_help": (
        "What is hidden before the picture leaves the server. When nobody is found, covered and blurred pictures are "
        "blurred as a whole."
    ),
    "option.privacy.none": "Show everything",
    "option.privacy.cover": "Cover the face",
    "option.privacy.blur": "Blur the background",
    "option.privacy.black": "Skeleton on black",
    "live.mirror": "Mirror",
    "live.mirror_help": "Show the camera like a mirror. Left and right stay your own.",
    "live.full": "All {limit} live places are taken just now.",
    "live.full_meanwhile": (
        "START appears here as soon as somebody leaves. Until then the coach cannot play either; the other pages work."
    ),
    "live.ended_silent": (
        "No pictures came from you for a while, so your place was given back. If your screen was locked or the network "
        "broke, just start again."
    ),
    "live.ended_stopped": "The host has stopped all live viewers. Start again when it suits everybody.",
    "live.again": "Start again",
    "live.stop": "STOP",
    "live.play_coach": "Play the coach",
    "live.coach_caption": "{label}: rendered by this app, {count} repetitions each time it plays",
    "live.coach_idle": "The coach moves, the server looks, and everything on this page runs as with a camera.",
    "live.snapshot_lead": "One picture at a time, for cameras and networks that let no video through.",
    "live.snapshot_take": "Take a picture",
    "live.snapshot_drop": "… or bring one",
    "live.snapshot_caption": "The last picture, with what was found",
    "live.snapshot_looking": "Looking for a person …",
    "live.snapshot_slow": "The server is busy and has not looked at this picture yet. Take another one in a moment.",
    "live.check_title": "It does not connect? Check the connection",
    "live.repetitions": "Repetitions",
    "live.repetitions_help": "Complete ones. Nothing is counted while the joints are out of sight.",
    "live.phase": "Now",
    "live.phase_help": "Where in the movement you are.",
    "live.last": "Last one",
    "live.last_help": "Range of motion and duration of the last repetition.",
    "live.last_value": "{deg:.0f}° in {seconds:.1f} s",
    "live.not_visible": "Not in view",
    "live.reset_count": "Count from 0",
    "live.reset_count_help": "Forget the repetitions so far.",
    "live.fps": "Frames",
    "live.fps_help": "Frames that were looked at, per second, over the last five seconds.",
    "live.fps_value": "{value:.1f} /s",
    "live.latency": "Latency, ms",
    "live.latency_value": "{median:.0f} · {p95:.0f}",
    "live.latency_help": (
        "From a frame's arrival to its finished overlay: the median of five seconds, and after the dot the time "
        "within which 95 of 100 frames are finished."
    ),
    "live.memory": "Memory",
    "live.memory_help": "Resident memory of the whole server, in millions of bytes.",
    "live.viewers": "Live now",
    "live.viewers_help": "Live viewers on this server, and how many it takes. They share one detector.",
    "live.viewers_value": "{count} of {limit}",
    "live.frames": (
        "Frames a second: {received:.1f} received, {processed:.1f} looked at, {dropped:.1f} overtaken by newer ones"
    ),
    "live.chart_failed": "The chart could not be drawn. Reload the page.",
    "live.slow": "This server is too slow for what was chosen. What helps, the most first:",
    "live.change_engine": "choose the LiteRT engine under Advanced",
    "live.change_background": "another privacy mode than the blurred background",
    "live.change_refine_face": "switch the finer face off",
    "live.change_hands": "look for the body only",
    "live.change_face": "leave the face out: Body and hands",
    "live.change_resolution": "a smaller resolution, after STOP",
    "live.change_others": "wait until others have left: they share this machine with you",
    "live.camera_slow": (
        "Only {fps:.1f} frames a second arrive. More light lets cameras take pictures faster; a weak network slows "
        "them down too."
    ),
    "live.flood": (
        "Your camera sends {fps:.0f} frames a second. Above {limit:.0f}, which nobody needs, they take the others' "
        "time, so yours are looked at less often. Press STOP and choose a lower frame rate."
    ),
    "live.angles": "Angles in the chart",
    "live.angles_help": "Up to four joint angles. One whose points are not visible enough has no curve.",
    "live.plane_help": "In the plane of the picture (2D), or in space (3D).",
    "live.charts_example": "An example until you start: {label}. Your own angles, latency and stages come here.",
    "live.record_start": "Record",
    "live.record_stop": "Stop recording",
    "live.record_help": "Landmarks and angles of up to 10 minutes; no pictures. Gone when you close this tab.",
    "live.record_face": "Record the face as well",
    "live.record_face_help": "468 points more: three times the memory. The body and both hands are always recorded.",
    "live.full_time": "The recording has reached 10 minutes and ended there.",
    "live.full_memory": "The recording has used up its memory and ended there. Without the face it lasts longer.",
    "download.session_angles": "Angles (CSV)",
    "download.session_angles_help": "One row a frame: time, repetitions, and every joint angle in 2D and 3D.",
    "download.session_landmarks": "Landmarks (CSV)",
    "download.session_landmarks_help": "One row a frame: every landmark in pixels, the body in metres as well.",
    "download.session_json": "JSON",
    "download.session_json_help": "Everything, exactly; it loads back. The format is described in the schema document.",
    "download.session_zip": "Everything (ZIP)",
    "download.session_zip_help": "Angles, landmarks, repetitions and JSON in one file.",
    "live.recording": "Recording: {seconds:.0f} s, {frames} frames, {mb:.1f} MB",
    "live.session_title": "Your recording",
    "live.session_caption": "{frames} frames in {seconds:.1f} s, in memory only: gone when you close this tab.",
    "download.snapshot": "Snapshot",
    "download.snapshot_help": "The picture as it is shown now, as PNG.",
    "live.host_title": "Host",
    "live.host_key": "Host key",
    "live.host_key_help": "The word that was set for this server. With it all live viewers can be stopped.",
    "live.host_wrong": "That is not the key of this server.",
    "live.host_stop": "Stop all live viewers",
    "live.host_stopped": "{count} live viewers stopped.",
    # How this works (at most 150 words each)
    "explain.live": (
        "The browser sends its camera by **WebRTC**. On the server, a *mailbox* with one place holds the newest frame: "
        "what nobody fetched in time is overtaken, so a slow machine shows fewer frames, not older ones.\n\n"
        "Your viewer has a thread of its own, which looks at the frame, measures the angles, counts, draws, and sends "
        "the overlay back. The **models are shared**: all viewers take turns, so nobody can starve the others. What is "
        "yours alone is small: where your body was last, filters, and the counter.\n\n"
        "The bars show where the milliseconds go. *Waiting* is your turn in the queue."
    ),
    "explain.live_figure": "Milliseconds of each step: of your last frames, or of the sample picture before the first",
    "explain.video": (
        "Four steps work at the same time on different frames: one **decodes** the clip, one **finds** the body, one "
        "hands and face, one **draws** and **encodes**. So a clip takes as long as the slowest step, not all together. "
        "Only a few frames are in memory at any moment, however long the clip is.\n\n"
        "Every frame keeps its **true time**. Phones slow their cameras down in the dark; filters and velocities that "
        "take 30 frames a second for granted are then wrong.\n\n"
        "Filters come afterwards and may look into the future: forward and backward, nothing is delayed. Two movements "
        "are compared by *dynamic time warping*, which bends time until the same moments lie on each other.\n\n"
        "The bars show milliseconds of each step for a frame of this clip. They overlap and not every frame needs all "
        "of them, so a frame takes less than their sum."
    ),
    "explain.video_figure": "Milliseconds of each step, the median over the frames of this clip",
    "explain.title": "How this works",
    "explain.home": (
        "A first model finds the person in the whole picture. A second one looks only at that square and gives 33 "
        "points of the body, with depth. The wrists and the head tell where hands and face are; their own models look "
        "there, more closely, and give 21 points for each hand and 468 for the face.\n\n"
        "The models are small neural networks made for phones. They are loaded once and shared by everybody who looks "
        "at this page, which is why a viewer more costs almost nothing.\n\n"
        "The chart shows how long each of these steps took on this machine just now, for the coach above."
    ),
    "explain.home_figure": "Milliseconds of each step for the sample, measured when this page was made",
    "explain.accuracy": (
        "The person is drawn by this app from a skeleton: bones of known length, turned by known angles. So it is "
        "known, "
        "without any measuring, where each joint is in space, where it appears in the picture, and how far it is bent. "
        "That is the **truth**.\n\n"
        "The detector gets only the pictures. From the landmarks it finds, the same formulas compute the same angles. "
        "The **error** is measured minus true: its mean is the *bias*, its mean size the *mean error*, and 95 of 100 "
        "errors lie between the *limits of agreement* (Bland and Altman 1986).\n\n"
        "2D angles lie in the plane of the picture: a knee that points at the camera looks straight although it is "
        "bent, "
        "for the truth as well. 3D angles come from the depth that the model guesses."
    ),
    "explain.accuracy_figure": "One frame: what the detector sees, the truth, and what was found held against it",
    "explain.picture": (
        "The picture is never searched as a whole for a fingertip. The person detector sees a copy of only 224 pixels "
        "and answers with a rough square. Everything else is cut out of the **full** picture, turned upright, and "
        "looked at in 192 to 256 pixels: body first, then hands and face where the body says they are.\n\n"
        "So a hand can be sharp although the person is small, and a part is missing when the one before it was not "
        "found. Every model says how sure it is; below a threshold its answer is dropped.\n\n"
        "The figure shows these squares on the sample. The tab *X-ray* shows them on your picture, with what each "
        "model saw."
    ),
    "explain.picture_figure": "Squares that were cut out of the sample: body green, hands orange and blue, face grey",
}

LANGUAGES: Final[dict[str, Mapping[str, str]]] = {DEFAULT_LANGUAGE: ENGLISH, "zh": CHINESE}
# What browsers call them (BCP 47).
LANGUAGE_TAGS: Final[dict[str, str]] = {DEFAULT_LANGUAGE: "en", "zh": "zh-Hans"}


def text(key: str, /, **values: object) -> str:
    """The text of `key` in the visitor's language, with its `{fields}` filled in; KeyError for an unknown key.

    A workshop reads the short text where there is one: `<key>.workshop`.
    """
    table = LANGUAGES[language()]
    brief = f"{key}.workshop"
    return table[brief if brief in table and is_workshop() else key].format(**values)


def language() -> str:
    """The code of the visitor's language, of those there are: chosen, in the address, or the browser's."""
    asked = (asked_language() or DEFAULT_LANGUAGE).split("-")[0].lower()
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE
