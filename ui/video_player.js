// A video that is set once, so that it plays on when the page runs again.

export default function ({ data, parentElement }) {
  const video = parentElement.querySelector("video");
  const address = new URL(data.address, document.baseURI).href;
  if (video.src !== address) video.src = address;
  video.setAttribute("aria-label", data.label);
}
