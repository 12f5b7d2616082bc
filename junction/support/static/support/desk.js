// Keys of the desk: 1 to 9 write a stock phrase, N takes the next case. They can be turned off, and they do
// nothing while something is typed elsewhere. Without this script the same are buttons.
const OFF = "junction-desk-keys-off";
const note = document.querySelector("[data-desk-note] textarea");
const next = document.querySelector("form[data-desk-next]");
const phrases = [...document.querySelectorAll("button[data-phrase]")];
const toggle = document.querySelector("[data-desk-keys]");

function isOff() {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
}

function insert(text) {
  const before = note.value.slice(0, note.selectionStart);
  const after = note.value.slice(note.selectionEnd);
  const gap = before && !/\s$/.test(before) ? " " : "";
  note.value = before + gap + text + after;
  const caret = (before + gap + text).length;
  note.setSelectionRange(caret, caret);
  note.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const button of phrases) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    insert(button.dataset.phrase);
  });
}

function isTyping(target) {
  return target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || isOff() || isTyping(event.target)) return;
  const phrase = phrases.find((button) => button.value === event.key);
  if (phrase && note) {
    event.preventDefault();
    insert(phrase.dataset.phrase);
  } else if (next && event.key.toLowerCase() === "n") {
    event.preventDefault();
    next.requestSubmit();
  }
});

if (toggle) {
  const show = () => { toggle.setAttribute("aria-pressed", String(!isOff())); };
  toggle.hidden = false;
  show();
  toggle.addEventListener("click", () => {
    try { localStorage.setItem(OFF, isOff() ? "0" : "1"); } catch { /* the browser keeps nothing */ }
    show();
  });
}
