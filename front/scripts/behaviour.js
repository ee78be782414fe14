// What pages gain where scripts run. Everything works without.

// A filter that is chosen applies at once; its button goes.
for (const form of document.querySelectorAll("form[data-at-once]")) {
  form.querySelector("[data-apply]")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}

// One decision, sent once.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// In a list of findings, j and k go down and up; letters typed in a field are its own.
const rows = [...document.querySelectorAll("[data-row] a[data-open]")];
addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  const typing = event.target.closest?.("input, textarea, select");
  if (!step || typing || event.ctrlKey || event.metaKey || event.altKey || !rows.length) return;
  const place = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(place + step, 0), rows.length - 1)].focus();
});

// All the boxes of a list at once.
for (const box of document.querySelectorAll("input[data-all]")) {
  box.closest("label").removeAttribute("hidden");
  box.addEventListener("change", () => {
    for (const one of document.querySelectorAll("input[name=finding]")) one.checked = box.checked;
  });
}
