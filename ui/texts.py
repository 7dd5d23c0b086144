"""Every text a visitor reads, in one table for each language.

A second language is a second table with the same keys and the same `{fields}`, entered in `LANGUAGES`; it is then shown
to visitors whose browser asks for it. Messages about a visitor's own input come from the library's errors.
"""

from collections.abc import Mapping
from typing import Final

import streamlit as st

DEFAULT_LANGUAGE: Final = "en"

ENGLISH: Final[Mapping[str, str]] = {
    # The whole app
    "app.name": "Holistic Lab",
    "nav.see": "See",
    "nav.measure": "Measure",
    "nav.home": "Home",
    "nav.picture": "Picture",
    "nav.accuracy": "Accuracy",
    # Home
    "home.title": "Holistic Lab",
    "home.lead": (
        "Holistic Lab finds the 543 landmarks of a person – body, face and hands – in a picture, on an ordinary "
        "processor and without sending anything anywhere. It shows what they mean: joint angles, a skeleton you can "
        "turn, and how long every step took."
    ),
    "home.sample_caption": "{landmarks} landmarks in {ms:.0f} ms: the coach, a person rendered by this app.",
    "home.card_picture_title": "Picture",
    "home.card_picture": "Drop photos or take a snapshot: skeleton, face mesh, hands, joint angles, and files to keep.",
    "home.card_picture_link": "Look at a picture",
    "home.card_accuracy_title": "Accuracy",
    "home.card_accuracy": "A rendered coach whose true joint angles are known: see how far off the measurement is.",
    "home.card_accuracy_link": "See how accurate it is",
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
    # Many pictures
    "gallery.progress": "{number} of {count} · {name}",
    "gallery.cancel": "Cancel",
    "gallery.continue": "Go on",
    "gallery.stopped": "Stopped: {waiting} of {count} pictures have not been looked at.",
    "gallery.skipped": "**{name}** was skipped. {reason}",
    "gallery.title": "{done} of {count} pictures",
    "gallery.pick": "Look more closely at",
    "gallery.pick_help": "The picture whose angles, skeleton and downloads are shown below.",
    # Accuracy
    "accuracy.title": "Accuracy",
    "accuracy.lead": (
        "How far off are the angles? The person below was rendered by this app, so every true joint angle is known. "
        "The "
        "detector sees nothing but the pictures, and what it measures is held against the truth."
    ),
    "accuracy.phone_hint": "Other exercises, views and conditions: tap **»** at the top left.",
    "accuracy.measure": "Measure",
    "accuracy.measure_help": "Render the clip, find the person in every frame, and compare. It can be cancelled.",
    "accuracy.preview": "Preview of what will be rendered: {frames} frames, {seconds:.1f} s",
    "accuracy.preview_moment": "Moment",
    "accuracy.preview_moment_help": "Which moment of the clip the preview shows.",
    "accuracy.first_frame": "The first frame with its truth (magenta). What is measured follows.",
    "accuracy.frame": "Frame",
    "accuracy.frame_help": "Move through the clip. Magenta is the truth, the other colours are what was found.",
    "accuracy.picture_caption": (
        "{time_s:.2f} s · {phase} · truth magenta, dashed, hollow points; measured orange (left), blue (right), green"
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
    # Errors
    "error.unexpected": (
        "Something went wrong that should not have. Try again, or with another picture. If it stays, tell whoever runs "
        "this app the reference **{reference}**: what happened is in the log under it."
    ),
    # How this works (at most 150 words each)
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

LANGUAGES: Final[dict[str, Mapping[str, str]]] = {DEFAULT_LANGUAGE: ENGLISH}


def text(key: str, /, **values: object) -> str:
    """The text of `key` in the visitor's language, with its `{fields}` filled in; KeyError for an unknown key."""
    return LANGUAGES[_language()][key].format(**values)


def _language() -> str:
    asked = (st.context.locale or DEFAULT_LANGUAGE).split("-")[0]
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE
