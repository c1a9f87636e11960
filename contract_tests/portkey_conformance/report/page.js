"use strict";
for (const caption of document.querySelectorAll(".code figcaption")) {
  const code = caption.parentElement.querySelector("code");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy " + caption.textContent.trim());
  const said = document.createElement("span");
  said.className = "hidden";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    let copied = false;
    try {
      await navigator.clipboard.writeText(code.textContent);
      copied = true;
    } catch {
      // Where a page may not use the clipboard by itself, the text is marked, to be copied by hand.
      getSelection().selectAllChildren(code);
      copied = document.execCommand("copy");
    }
    said.textContent = button.textContent = copied ? "Copied" : "Marked: now copy";
    setTimeout(() => { button.textContent = "Copy"; said.textContent = ""; }, 2000);
  });
  caption.append(button, said);
}
