"""The server people usually write: Flask in front of `mp.solutions.holistic`, one instance for each worker.

gunicorn starts it: `gunicorn --workers 4 tests.rest.flask_app:app`.
"""

from typing import Any

import cv2
import mediapipe as mp
import numpy as np
from flask import Flask, Response, jsonify, request

_PARTS = ("pose_landmarks", "pose_world_landmarks", "face_landmarks", "left_hand_landmarks", "right_hand_landmarks")
app = Flask(__name__)
_solutions: Any = mp.solutions
holistic = _solutions.holistic.Holistic(static_image_mode=True)


@app.get("/health")
def health() -> str:
    return "ok"


@app.post("/detect")
def detect() -> Response:
    picture = cv2.imdecode(np.frombuffer(request.get_data(), np.uint8), cv2.IMREAD_COLOR)
    found = holistic.process(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
    answer = {}
    for part in _PARTS:
        points = getattr(found, part)
        answer[part] = points and [[each.x, each.y, each.z, each.visibility] for each in points.landmark]
    return jsonify(answer)
