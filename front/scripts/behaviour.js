// What pages gain where scripts run. Everything works without.

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

// From a finding of a list that has the focus, j and k go down and up; elsewhere letters do nothing.
addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  const rows = [...document.querySelectorAll("[data-row] a[data-open]")]; // those of now
  const place = rows.indexOf(document.activeElement);
  if (!step || place < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  rows[Math.min(Math.max(place + step, 0), rows.length - 1)].focus();
});

// All the boxes of a list at once (fields of files have a `data-all` too: a size).
for (const box of document.querySelectorAll("input[type=checkbox][data-all]")) {
  box.closest("label").removeAttribute("hidden");
  box.addEventListener("change", () => {
    for (const one of document.querySelectorAll("input[name=finding]")) one.checked = box.checked;
  });
}

// The panel behind « Plus » closes with Escape, which gives the focus back, and once one leaves it.
for (const menu of document.querySelectorAll(".nav details")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  addEventListener("pointerdown", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}
