// Files dropped in a page: chosen by hand or dragged, weighed before they leave, sent with the share
// that went; and work under way, followed. Without scripts the same form and links do it.

const form = document.querySelector("form[data-upload]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const place = form.querySelector("[data-drop]");
  const large = form.querySelector("[data-large]");
  const chosen = form.querySelector("[data-chosen]");
  const progress = form.querySelector("[data-progress]");
  const MB = 1e6;

  const weigh = () => {
    const files = [...input.files];
    const all = files.reduce((sum, file) => sum + file.size, 0);
    const most = files.reduce((top, file) => Math.max(top, file.size), 0);
    large.hidden = most <= input.dataset.file * MB && all <= input.dataset.all * MB;
    chosen.hidden = files.length === 0;
    chosen.querySelector("ul").replaceChildren(
      ...files.map((file) => Object.assign(document.createElement("li"), { textContent: file.name })),
    );
  };
  input.addEventListener("change", weigh);
  form.querySelector("[data-here]").hidden = false;

  for (const kind of ["dragenter", "dragover"]) {
    place.addEventListener(kind, (event) => {
      event.preventDefault();
      place.classList.add("over");
    });
  }
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    weigh();
  });

  const say = (text) => {
    progress.hidden = false;
    progress.textContent = text;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!large.hidden || form.dataset.going) return;
    form.dataset.going = "yes";
    const sending = new XMLHttpRequest();
    const ended = (text) => {
      delete form.dataset.going;
      delete form.dataset.sent;
      say(text);
    };
    let told = -1;
    sending.upload.addEventListener("progress", ({ loaded, total }) => {
      const share = Math.floor((100 * loaded) / total);
      if (share < told + 5 && share < 100) return; // a screen reader says each of them
      told = share;
      say(form.dataset.sending.replace("{n}", share));
    });
    sending.addEventListener("error", () => ended(form.dataset.lost));
    sending.addEventListener("load", () => {
      if (sending.status < 400) {
        location.assign(sending.responseURL);
        return;
      }
      const answer = new DOMParser().parseFromString(sending.responseText, "text/html");
      const main = answer.querySelector("main");
      if (!main) {
        ended(form.dataset.lost);
        return;
      }
      document.title = answer.title;
      document.querySelector("main").replaceWith(main);
      main.focus();
    });
    sending.open("POST", form.action);
    sending.setRequestHeader("Accept", "text/html");
    sending.send(new FormData(form));
  });
}

// What goes on is asked for again and again; once it has ended, the page is loaded as a whole.
const OFTEN = 2000;
let patience = 900;
const follow = async () => {
  const place = document.querySelector("[data-live]");
  if (!place || patience-- <= 0) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = found.querySelector("[data-live]");
      if (!fresh) {
        location.reload();
        return;
      }
      if (fresh.textContent !== place.textContent) place.textContent = fresh.textContent;
    }
  } catch {
    // The network is away for a moment: the next time tells more.
  }
  setTimeout(follow, OFTEN);
};
if (document.querySelector("[data-live]")) setTimeout(follow, OFTEN);
