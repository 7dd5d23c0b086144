"""The sentences of the library's errors and advice in Simplified Chinese.

Gaps are those of `library_words_zh.py`; `{f}` is said as it is: the name of a file, or what the system says. A message
is looked up sentence by sentence, and its parts ("its end is missing") where another one names them.
"""

from collections.abc import Mapping
from typing import Final

_KINDS: Final[Mapping[str, str]] = {
    "not a picture that can be recognised": "无法识别的文件，不是图片",
    "a Photoshop document (PSD)": "Photoshop 文档（PSD）",
    "a JPEG 2000 picture": "JPEG 2000 图片",
    "a JPEG XL picture": "JPEG XL 图片",
    "an icon (ICO)": "图标（ICO）",
    "an icon (ICNS)": "图标（ICNS）",
    "a mouse pointer (CUR)": "鼠标指针（CUR）",
    "a PDF document": "PDF 文档",
    "a PostScript document": "PostScript 文档",
    "a ZIP archive or an office document": "ZIP 压缩包或办公文档",
    "an empty ZIP archive": "空的 ZIP 压缩包",
    "a RAR archive": "RAR 压缩包",
    "a 7-Zip archive": "7-Zip 压缩包",
    "a compressed file (gzip)": "压缩文件（gzip）",
    "a video (MKV or WebM)": "视频（MKV 或 WebM）",
    "a video (FLV)": "视频（FLV）",
    "a video (MPEG)": "视频（MPEG）",
    "a video (AVI)": "视频（AVI）",
    "a QuickTime video (MOV)": "QuickTime 视频（MOV）",
    "a video or sound file (MP4)": "视频或声音文件（MP4）",
    "a video or sound file (Ogg)": "视频或声音文件（Ogg）",
    "a sound file (MP3)": "声音文件（MP3）",
    "a sound file (FLAC)": "声音文件（FLAC）",
    "a sound file (M4A)": "声音文件（M4A）",
    "a sound file (WAV)": "声音文件（WAV）",
    "a raw file of a camera (RAF)": "相机原始文件（RAF）",
    "a raw file of a camera (RW2)": "相机原始文件（RW2）",
    "a raw file of a camera (ORF)": "相机原始文件（ORF）",
    "a raw file of a camera (CR2)": "相机原始文件（CR2）",
    "a raw file of a camera (CR3)": "相机原始文件（CR3）",
    "a web page (HTML)": "网页（HTML）",
    "a vector drawing (SVG)": "矢量图（SVG）",
    "a text file": "文本文件",
    "a program": "程序",
    "a database": "数据库",
}

_PICTURES: Final[Mapping[str, str]] = {
    "Pictures in {w} can be read, up to {n} megapixels and {n} MB.": (
        "可读取 {0} 格式的图片，最大 {1} 百万像素、{2} MB。"
    ),
    "JPEG, PNG, WebP, HEIC, AVIF, BMP, TIFF and GIF": "JPEG、PNG、WebP、HEIC、AVIF、BMP、TIFF 和 GIF",
    "Open it in a picture program, save it as JPEG or PNG, and try again.": (
        "请用图片软件打开，另存为 JPEG 或 PNG，然后重试。"
    ),
    "Open it as a video, or save one of its frames as JPEG or PNG.": "请作为视频打开，或将其中一帧另存为 JPEG 或 PNG。",
    "Develop it with the program of the camera, save it as JPEG or PNG, and try again.": (
        "请用相机自带的软件冲洗，另存为 JPEG 或 PNG，然后重试。"
    ),
    "Unpack it and choose the picture inside.": "请解压后选择其中的图片。",
    "Choose a picture instead.": "请改选一张图片。",
    "Perhaps a page was saved in place of its picture: save the picture itself and try again.": (
        "可能保存的是网页而不是图片：请保存图片本身，然后重试。"
    ),
    "This is {w}.": "这是{0}。",
    "This file is empty: it has 0 bytes.": "文件为空：大小为 0 字节。",
    "Choose or save the picture again.": "请重新选择或保存图片。",
    "This {f} picture cannot be read: {w}.": "无法读取这张 {0} 图片：{1}。",
    "it is damaged or of a rare kind": "文件已损坏，或属于少见的种类",
    "Too little memory is free for this picture.": "可用内存不足，无法处理这张图片。",
    "Make it smaller.": "请将其缩小。",
    "This file has {n} MB; the limit is {n} MB.": "文件大小为 {0} MB，上限为 {1} MB。",
    "Make the picture smaller, or save it as JPEG with a lower quality.": "请缩小图片，或以较低质量另存为 JPEG。",
    "This picture claims to have {n} × {n} pixels, {w} megapixels; the limit is {n} megapixels.": (
        "图片标称为 {0} × {1} 像素，即 {2} 百万像素；上限为 {3} 百万像素。"
    ),
    "more than a million": "超过一百万",
    "Make it smaller or crop it to the person.": "请将其缩小，或裁剪到人物。",
    "This picture has {n} × {n} pixels; at least {n} × {n} are needed to find a person.": (
        "图片为 {0} × {1} 像素；找到人物至少需要 {2} × {3} 像素。"
    ),
    "Use the picture in its original size.": "请使用原始大小的图片。",
    "The picture is very wide ({n} × {n} pixels, {n} : {n}).": "图片过宽（{0} × {1} 像素，{2} : {3}）。",
    "The picture is very tall ({n} × {n} pixels, {n} : {n}).": "图片过高（{0} × {1} 像素，{2} : {3}）。",
    "Beyond {n} : {n} a person often fills too little of it to be found: crop it to the person.": (
        "超过 {0} : {1} 时，人物往往太小而无法找到：请裁剪到人物。"
    ),
    "The file is an animation; only its first frame is looked at.": "文件是动画，只检测第一帧。",
    "The file has several pages; only the first is looked at.": "文件有多页，只检测第一页。",
    "The file holds several pictures; only the main one is looked at.": "文件含多张图片，只检测主图。",
    "The file is damaged or was cut off: {w}.": "文件已损坏或不完整：{0}。",
    "the lowest {n} % are empty": "最下方的 {0} % 是空的",
    "parts of it can be wrong or blurred": "部分内容可能错误或模糊",
    "Send or save the picture again for a whole one.": "请重新下载或导出，以获得完整的图片。",
    "There is no file named {f}.": "没有名为 {0} 的文件。",
    "Check the name, or choose another file.": "请检查名称，或选择其他文件。",
    "The file {f} cannot be read: {f}.": "无法读取文件 {0}：{1}。",
    "its pixels have 32 bits a channel; 8 and 16 are possible": "每通道 32 位，只支持 8 位和 16 位",
    "its kind of colours is not known here": "不支持其颜色类型",
    "packed BMP files are read up to {n} MB only": "压缩的 BMP 文件最大只读取 {0} MB",
    "it ends before its first pixel": "在第一个像素之前就结束了",
    "it has a width or height of 0 pixels": "宽或高为 0 像素",
    "it has more than {n} sections": "其中的段超过 {0} 个",
    "its end is missing": "缺少结尾",
    "its end is missing or damaged": "结尾缺失或损坏",
    "it is drawn in more than {n} passes": "绘制次数超过 {0} 次",
    "its header is missing": "缺少文件头",
    "none of its pixels can be read": "没有任何像素可读取",
    "it is a raw file of a camera, and its first picture only a small preview": (
        "这是相机原始文件，其第一张图片只是小预览图"
    ),
    "its colours are stored as uncompressed YCbCr, which is not read here": "颜色以未压缩的 YCbCr 存储，不支持读取",
    "its table of contents has more than {n} entries": "其目录超过 {0} 项",
    "its table of contents points behind its end": "其目录指向文件末尾之后",
    "its table of contents describes more data than the file has": "其目录描述的数据多于文件所含",
    "it is cut into more than {n} strips": "被切成超过 {0} 条",
    "it is a raw file of a camera (DNG)": "这是相机原始文件（DNG）",
    "it ends before its table of contents": "在目录之前就结束了",
}

_VIDEOS: Final[Mapping[str, str]] = {
    "Use a video that a browser can play.": "请使用浏览器能播放的视频。",
    "Use a video that a browser can play ({w} can be read).": "请使用浏览器能播放的视频（可读取 {0}）。",
    "Get or make it again.": "请重新获取或导出。",
    "Get or make it again for the rest.": "如需其余部分，请重新获取或导出。",
    "Get or make the file again for the rest.": "如需其余部分，请重新获取或导出该文件。",
    "{f} is a picture ({f}), not a video, whatever its ending says.": (
        "“{0}”实际是图片（{1}），不是视频，与扩展名无关。"
    ),
    "{f} has sound, but no video in it.": "“{0}”只有声音，没有视频。",
    "{f} has no video in it.": "“{0}”中没有视频。",
    "{f} is stored in a way that is not known here.": "不支持“{0}”的存储方式。",
    "Save it as MP4 with H.264.": "请另存为 H.264 编码的 MP4。",
    "{f} does not tell how large its pictures are: it is damaged.": "“{0}”没有说明画面大小：文件已损坏。",
    "{f} cannot be read as a video ({f}).": "“{0}”无法作为视频读取（{1}）。",
    "Check its name.": "请检查文件名。",
    "{f} begins like {w}, but it is damaged or was cut off.": "“{0}”的文件头是{1}，但文件已损坏或不完整。",
    "{f} cannot be read as a video: it is damaged, or something else.": (
        "“{0}”无法作为视频读取：文件已损坏，或是其他文件。"
    ),
    "{f} cannot be read as a video: it is {w}.": "“{0}”无法作为视频读取：这是{1}。",
    "{f} is empty: the file has 0 bytes.": "“{0}”为空：文件大小为 0 字节。",
    "{f} has {n} MB; the limit is {n} MB.": "“{0}”大小为 {1} MB，上限为 {2} MB。",
    "Cut it shorter, or save it with a lower quality.": "请剪短，或以较低质量保存。",
    "The frames of {f} have {n} × {n} pixels, {n} megapixels; the limit is {n} megapixels.": (
        "“{0}”的画面为 {1} × {2} 像素，即 {3} 百万像素；上限为 {4} 百万像素。"
    ),
    "Save the video in a smaller size, for example in 1080p.": "请以较小尺寸保存视频，例如 1080p。",
    "The frames of {f} have {n} × {n} pixels; at least {n} × {n} are needed to find a person.": (
        "“{0}”的画面为 {1} × {2} 像素；找到人物至少需要 {3} × {4} 像素。"
    ),
    "Use the video in its original size.": "请使用原始尺寸的视频。",
    "{f} lasts {w}; the limit is {w}.": "“{0}”时长 {1}，上限为 {2}。",
    "{n} s": "{0} 秒",
    "{n} min": "{0} 分钟",
    "{n} min {n} s": "{0} 分 {1} 秒",
    "Choose a part of it by start and end, or cut it shorter.": "请用起止时间选择其中一段，或将其剪短。",
    "{f} holds no frame that can be read.": "“{0}”中没有可读取的帧。",
    "{f} holds no frame from {w} on.": "“{0}”从 {1} 起没有帧。",
    "{f} holds no frame from {w} on to {w}.": "“{0}”从 {1} 到 {2} 没有帧。",
    "Choose a start before its end.": "请选择早于其结尾的开始时间。",
    "The part of {f} that was chosen starts at {w}, but the clip lasts only {w}.": (
        "所选的“{0}”片段从 {1} 开始，但视频只有 {2}。"
    ),
    "Choose a start before that.": "请选择更早的开始时间。",
    "{f} has no duration: by its times all frames are shown at one moment.": (
        "“{0}”没有时长：按其时间，所有帧都在同一时刻显示。"
    ),
    "Save it again with a video editor.": "请用视频编辑软件重新保存。",
    "{f} is damaged ({f}).": "“{0}”已损坏（{1}）。",
    "{f} is longer than it says; the limit is {w}.": "“{0}”比其标称的更长；上限为 {1}。",
    "What comes after {w} was left out.": "{0} 之后的内容已省略。",
    "{f} is damaged after frame {n} ({w}); what comes before was used.": (
        "“{0}”在第 {1} 帧（{2}）之后已损坏，已分析损坏处之前的部分。"
    ),
    "{n} of the frames before are damaged too.": "之前的帧中也有 {0} 帧损坏。",
    "{f} was cut off: it ends after {n} of {n} frames.": "“{0}”不完整：共 {2} 帧，只到第 {1} 帧。",
    "{f} was cut off: it ends after {w} of {w}.": "“{0}”不完整：全长 {2}，在 {1} 后结束。",
    "{f} has more than {n} frames, which is the limit for one run.": "“{0}”超过 {1} 帧，这是单次处理的上限。",
    "What comes after {w} was left out: choose that part, or look at every second or third frame only.": (
        "{0} 之后的内容已省略：请选择那一段，或只检测每第二、第三帧。"
    ),
    "The sound is damaged ({f}); the rest of it was left out.": "声音已损坏（{0}）；其余部分已省略。",
    "The annotated video cannot be written ({f}).": "无法写入标注视频（{0}）。",
    "Make room on the disk, or choose another place.": "请腾出磁盘空间，或选择其他位置。",
    "{f} cannot be stored on this server ({f}).": "服务器无法存储“{0}”（{1}）。",
    "Try a smaller one.": "请尝试较小的文件。",
    "No hip, knee, ankle or elbow was seen in half of the video, so there is nothing for a .mot file.": (
        "在半段视频中都没有看到髋、膝、踝或肘，因此 .mot 文件没有内容。"
    ),
    "Film the whole person, or choose the part in which it is seen.": "请拍摄整个人，或选择能看到的那一段。",
    "Nobody was found in the video, so there are no markers for a .trc file.": (
        "视频中没有找到人，因此 .trc 文件没有标记点。"
    ),
    "There is no frame in the movement, and a motion file needs one.": "动作中没有帧，而动作文件至少需要一帧。",
    "Choose a longer part.": "请选择更长的一段。",
    "None of the chosen angles is known in at least half of the frames of both clips.": (
        "所选角度中，没有一个在两段视频各至少一半的帧中已知。"
    ),
    "Choose joints that are seen in both, or clips filmed from the same side.": (
        "请选择两段视频中都能看到的关节，或从同一侧拍摄的视频。"
    ),
    "In “{w}” the chosen angles are known together at {n} moments; a comparison needs {n}.": (
        "在“{0}”中，所选角度同时已知的时刻有 {1} 个；比较需要 {2} 个。"
    ),
    "Choose fewer joints, or a longer clip.": "请减少关节，或选择更长的视频。",
}

_MODELS: Final[Mapping[str, str]] = {
    "The detector was closed; make a new one.": "检测器已关闭，请重新建立。",
    "The detector was closed while this picture waited; start it again.": "图片等待时检测器已关闭，请重新开始。",
    "This stream was closed; open a new one.": "视频流已关闭，请重新打开。",
    "{n} pictures are waiting already, which is the limit; try again in a moment.": (
        "已有 {0} 张图片在等待，达到上限；请稍后重试。"
    ),
    "This picture waited {n} s for its turn, which is the limit; try again in a moment.": (
        "图片已等待 {0} 秒，达到上限；请稍后重试。"
    ),
    "The models did not answer within {n} s, which is the limit for one picture; they were replaced.": (
        "模型在单张图片的上限 {0} 秒内没有回应，已被替换。"
    ),
    "Try again, with a smaller picture if it happens again.": "请重试；如再次出现，请使用较小的图片。",
    "The models failed on this picture and were loaded anew; try again.": (
        "模型处理这张图片时出错，已重新加载；请重试。"
    ),
    "MediaPipe failed on this picture and was stopped; the next one starts it anew.": (
        "MediaPipe 处理这张图片时出错，已停止；下一张图片会重新启动它。"
    ),
    "The model file {f} is not the expected one (expected SHA-256 {f}, found {f}).": (
        "模型文件 {0} 与预期不符（预期 SHA-256 为 {1}，实际为 {2}）。"
    ),
    "The model file {f} is missing (expected SHA-256 {f}, found no file).": (
        "缺少模型文件 {0}（预期 SHA-256 为 {1}，未找到文件）。"
    ),
    "The download of {f} arrived damaged; try again.": "下载的 {0} 已损坏；请重试。",
    "The model {f} could not be downloaded ({f}).": "无法下载模型 {0}（{1}）。",
    "It needs a connection to the internet, once; model complexity 1 works without.": (
        "首次需要连接互联网；模型复杂度 1 无需联网。"
    ),
    "The package mediapipe, which ships the models, is not installed.": "未安装提供模型的 mediapipe 软件包。",
    "All {n} live places are taken just now.": "{0} 个实时席位目前已满。",
    "Stay on this page: as soon as somebody leaves, START works.": "请留在本页：一旦有人离开，就可以点击“开始”。",
    "The MediaPipe engine needs about {n} MB for each viewer, and its {n} live places are taken.": (
        "MediaPipe 引擎每位观看者约需 {0} MB，其 {1} 个实时席位已满。"
    ),
    "Choose the LiteRT engine, or try again later.": "请选择 LiteRT 引擎，或稍后重试。",
    "{f} takes no picture by itself, or is not there; choose another model.": (
        "{0} 不能单独处理图片，或不存在；请选择其他模型。"
    ),
}

_MEASUREMENTS: Final[Mapping[str, str]] = {
    "The measurement's own process ended with code {n}: {f}": "测量进程以代码 {0} 结束：{1}",
    "The measurement's own process ended with code {n}: it said nothing": "测量进程以代码 {0} 结束，没有任何说明",
    "mp.solutions Pose reads its models from its own package, and that of complexity {n} is not there.": (
        "mp.solutions Pose 从自己的软件包读取模型，其中没有复杂度 {0} 的模型。"
    ),
    "Measure the separate models with complexity {n}.": "请以复杂度 {0} 测量单独的模型。",
    "There is no frame to measure.": "没有可测量的帧。",
    "Render at least one, or choose another clip.": "请至少渲染一帧，或选择其他视频。",
    "The measurement did not go on for {n} s and was ended.": "测量在 {0} 秒内没有进展，已结束。",
    "Close other programs, or ask for less.": "请关闭其他程序，或减少测量内容。",
    "{n} report cannot be compared; bring {n} to {n}.": "{0} 份报告无法比较；请提供 {1} 至 {2} 份。",
    "{n} reports cannot be compared; bring {n} to {n}.": "{0} 份报告无法比较；请提供 {1} 至 {2} 份。",
    "{f} has {n} MB; a benchmark report has at most {n} MB.": "{0} 大小为 {1} MB；基准测试报告最多 {2} MB。",
    "Choose a JSON file from the page's download or from `bench … --save`.": (
        "请选择本页下载的或由 `bench … --save` 生成的 JSON 文件。"
    ),
    "Choose a JSON file from the benchmark page or from `bench … --save`.": (
        "请选择从基准测试页下载的或由 `bench … --save` 生成的 JSON 文件。"
    ),
    '{f}: It is not a benchmark report: its "schema" is not "{f}".': ("{0}：这不是基准测试报告，其 schema 不是“{1}”。"),
    "{f}: It is a benchmark report of version {f}; this program reads version {n}.": (
        "{0}：这是版本 {1} 的基准测试报告；本程序读取版本 {2}。"
    ),
    "Run the benchmark again with the same release on both machines.": "请在两台机器上用同一版本重新运行基准测试。",
    "That would be {n} frames; the limit is {n}.": "总共将有 {0} 帧；上限为 {1} 帧。",
    "Choose fewer repetitions, frames or combinations.": "请减少重复次数、帧数或组合。",
    "These {n} combinations need up to {n} MB at a time, and {n} MB are free here.": (
        "这 {0} 种组合同时最多需要 {1} MB，而可用内存为 {2} MB。"
    ),
    "Choose fewer of them; each of MediaPipe takes 200 MB or more.": (
        "请减少组合；每个 MediaPipe 组合占用 200 MB 或更多。"
    ),
    "The memory limit is {n} MB; it must be from {n} to {n} MB, four fifths of what is free here.": (
        "内存上限为 {0} MB；必须在 {1} 至 {2} MB 之间，即可用内存的五分之四。"
    ),
    "Choose another one, or leave it out.": "请改选其他值，或不填。",
    "{n} combinations are asked for, MediaPipe's own included; from {n} to {n} can be measured at a time.": (
        "选择了 {0} 种组合（包括 MediaPipe 自身）；一次可测量 {1} 至 {2} 种。"
    ),
    "Choose fewer threads, sizes or parts.": "请减少线程、尺寸或部位的选项。",
    "Nothing is chosen to measure.": "没有选择要测量的内容。",
    "Choose at least one of each: engine, threads, parts, …": "请至少各选一项：引擎、线程、部位……",
    "No number of streams is chosen.": "没有选择流的数量。",
    "Choose at least one, for example {n}.": "请至少选择一个，例如 {0}。",
    "{n} files are more than {n}.": "{0} 个文件超过了上限 {1} 个。",
    "Choose the ones that matter most.": "请选择最重要的文件。",
    "Body and hands were found in too few frames to compare precisions.": "找到身体和手的帧太少，无法比较精度。",
    "Bring other pictures.": "请提供其他图片。",
    "The sweep was stopped before its first step was complete, so there is nothing to show.": (
        "扫描在第一步完成前已停止，因此没有可显示的内容。"
    ),
}

CHINESE_MESSAGES: Final[Mapping[str, str]] = {**_KINDS, **_PICTURES, **_VIDEOS, **_MODELS, **_MEASUREMENTS}
