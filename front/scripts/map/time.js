// Going back in time, month by month: the slider, the choice of the form and the list go together.

const STEP = 900; // of playing [ms]
const SETTLED = 250; // before the list follows the slider [ms]

export function slide(place, say, list, map) {
  const box = document.querySelector("[data-time]");
  const range = box.querySelector("input");
  const button = box.querySelector("[data-play]");
  const form = document.querySelector("[data-filters]");
  const months = form.elements.mois;
  const domain = form.elements.domain;
  const last = months.options.length - 1;
  let waiting = 0;
  let playing = 0;
  // The choice has the present first; time goes to the right.
  const shown = () => months.options[last - range.value];
  const follow = () => {
    range.setAttribute("aria-valuetext", shown().text);
    map?.show(end(shown().value, place.dataset.today), domain.value);
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      list.ask({ mois: months.value, domain: domain.value });
      const query = new URLSearchParams({ mois: months.value, domain: domain.value });
      history.replaceState(null, "", `${place.dataset.page}?${query}`);
      list.reload();
    }, SETTLED);
  };
  const stop = () => {
    clearInterval(playing);
    playing = 0;
    button.textContent = say("play");
  };
  range.value = last - months.selectedIndex;
  range.addEventListener("input", () => {
    months.value = shown().value;
    follow();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    range.value = last - months.selectedIndex;
    follow();
  });
  button.addEventListener("click", () => {
    if (playing) return stop();
    if (Number(range.value) === last) range.value = Math.max(0, last - 24);
    button.textContent = say("stop");
    playing = setInterval(() => {
      if (Number(range.value) >= last) return stop();
      range.value = Number(range.value) + 1;
      months.value = shown().value;
      follow();
    }, STEP);
  });
  box.hidden = last === 0;
  range.setAttribute("aria-valuetext", shown().text);
  map?.show(end(months.value, place.dataset.today), domain.value);
}

// The last day of a month; the present where none is chosen.
function end(month, today) {
  if (!month) return today;
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
