// Marks and their labels, drawn here: no sprite and no letter comes from elsewhere.

const NAMES = ["sunk", "surface", "ink", "line", "edge", "accent", "stake", "bad", "good", "focus"];
const TWICE = 2; // pixels of a fine screen
const FONT = '600 12px "Atkinson Hyperlegible Next Variable", system-ui, sans-serif';

// The colours of the theme, as plain ones.
export function colours(place) {
  const probe = place.appendChild(document.createElement("span"));
  const found = {};
  for (const name of NAMES) {
    probe.style.color = `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

// A triangle, a square or a circle: the shape says how grave it is, not the colour alone.
export function mark(severity, ink) {
  const [paper, draw] = canvas(26, 26);
  draw.translate(13, 13);
  draw.beginPath();
  if (severity === "high") {
    draw.moveTo(0, -10);
    draw.lineTo(10.5, 8.5);
    draw.lineTo(-10.5, 8.5);
    draw.closePath();
  } else if (severity === "medium") draw.rect(-8, -8, 16, 16);
  else draw.arc(0, 0, 8, 0, 2 * Math.PI);
  draw.lineWidth = 2.5;
  draw.lineJoin = "round";
  draw.strokeStyle = ink.surface;
  draw.fillStyle = { high: ink.bad, medium: ink.stake, low: ink.accent }[severity];
  draw.fill();
  draw.stroke();
  return pixels(paper, draw);
}

// What a finding costs a year, in letters; its place where it costs nothing that is known.
export function label(finding, place) {
  const ink = colours(place);
  const euros = new Intl.NumberFormat(place.dataset.language, { style: "currency", currency: "EUR", maximumFractionDigits: 0 });
  const text = finding.eur_per_year > 0 ? euros.format(finding.eur_per_year) : finding.place.slice(0, 24);
  const [, measure] = canvas(1, 1);
  measure.font = FONT;
  const width = Math.ceil(measure.measureText(text).width) + 12;
  const [paper, draw] = canvas(width, 20);
  draw.beginPath();
  draw.roundRect(0.5, 0.5, width - 1, 19, 6);
  draw.fillStyle = ink.surface;
  draw.strokeStyle = ink.edge;
  draw.fill();
  draw.stroke();
  draw.font = FONT;
  draw.fillStyle = ink.ink;
  draw.textBaseline = "middle";
  draw.fillText(text, 6, 10.5);
  return pixels(paper, draw);
}

function canvas(width, height) {
  const paper = Object.assign(document.createElement("canvas"), { width: width * TWICE, height: height * TWICE });
  const draw = paper.getContext("2d", { willReadFrequently: true });
  draw.scale(TWICE, TWICE);
  return [paper, draw];
}

const pixels = (paper, draw) => draw.getImageData(0, 0, paper.width, paper.height);
