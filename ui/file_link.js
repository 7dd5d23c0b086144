// A link that saves a file and looks like the buttons beside it.

export default function ({ data, parentElement }) {
  const link = parentElement.querySelector("a");
  link.className = `holistic-file-link ${data.kind}`;
  link.href = new URL(data.address, document.baseURI);
  link.download = data.file_name;
  link.title = data.help;
  const icon = document.createElement("span");
  icon.textContent = "download";
  icon.className = "icon";
  icon.translate = false;
  icon.ariaHidden = "true";
  link.replaceChildren(icon, data.label);
}
