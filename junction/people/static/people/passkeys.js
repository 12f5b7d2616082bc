// Says on the page, and not only in the console, that a passkey was not used.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.getElementById("passkey-problem");
  if (!told) return;
  told.hidden = false;
  told.focus();
});
