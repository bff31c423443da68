// The legend says what colour and width mean, with numbers at its ends; "refit" asks Python for a new range.

function buildLegend(stage) {
  const { legend, toggle } = stage.dom, prefix = "backflow-stage";
  const refit = element("button", `${prefix}-button`, { type: "button", title: "Fit the colour range to the step drawn now" }, "refit");
  refit.addEventListener("click", () => stage.hub.send("refit", whereOf(stage)));
  stage.legend = {
    title: element("span", `${prefix}-legend-title`), ends: element("div", `${prefix}-legend-ends`), bar: element("div", `${prefix}-legend-bar`),
    key: element("div", `${prefix}-legend-key`),
  };
  const scale = element("div", `${prefix}-legend-scale`, {}, stage.legend.bar, stage.legend.ends);
  legend.append(element("div", `${prefix}-legend-row`, {}, stage.legend.title, scale, refit, toggle), stage.legend.key);
  stage.legend.key.innerHTML =
    '<span><svg viewBox="0 0 40 10" aria-hidden="true"><path d="M1 5.6 39 3v5.2z"/></svg><em class="word">width</em> |w|</span>' +
    '<span><svg viewBox="0 0 28 10" aria-hidden="true"><path class="dash" d="M0 5h28"/></svg><em class="word">dashed</em> w &lt; 0</span>' +
    '<span><svg viewBox="0 0 16 16" aria-hidden="true"><path class="ring" d="M8 1.8A6.2 6.2 0 1 1 2.6 11"/></svg><em class="word">ring</em> δ</span>' +
    '<span><svg viewBox="0 0 10 10" aria-hidden="true"><rect x="1" y="1" width="8" height="8" rx="1"/></svg>bias</span>';
  stage.legend.groups = element("span", "", {}, element("i", "groups"), "norm of several weights");
  stage.legend.key.append(stage.legend.groups);
}

const over = (colours, alpha, ground) => colours.map((c, i) => rgba(mix(ground, c, alpha[i])));

const bare = (title) => title.replace(/^\|(.*)\|$/, "$1");
const normTitle = (colour) => `‖${bare(colour.title)}‖`;

// Of an edge that stands for several weights the size is a norm, and there is no sign.
function legendTitle({ colour, net }) {
  const single = twoSided(colour) ? bare(colour.title) : `|${bare(colour.title)}|`;
  return { none: single, some: `${single} · ${normTitle(colour)}`, all: normTitle(colour) }[net ? net.groups : "none"];
}

function updateLegend(stage) {
  const { colour, legend, theme, palette } = stage;
  if (!colour || !palette) return;
  const groups = stage.net ? stage.net.groups : "none", two = twoSided(colour) && groups !== "all", ends = [writePower(colour.low), writePower(colour.high)];
  const alpha = ramp(palette.sequential_alpha.map((a) => [a]), 12).map(([a]) => a), ground = theme.background;
  const scale = (name) => over(ramp(palette[name].map(parseColour), 12), alpha, ground);
  const colours = two ? [...scale("negative").reverse(), ...scale("positive")] : scale("sequential");
  legend.title.textContent = legendTitle(stage);
  legend.bar.style.background = `linear-gradient(90deg, ${colours.join(",")})`;
  const labels = two ? ["−" + ends[1], "±" + ends[0], "+" + ends[1]] : [ends[0], "log", ends[1]];
  legend.ends.replaceChildren(...labels.map((label) => element("span", "", {}, label)));
  legend.groups.hidden = !(two && groups === "some");
  legend.groups.firstChild.style.background = `linear-gradient(90deg, ${scale("sequential").join(",")})`;
  legend.bar.setAttribute("role", "img");
  legend.bar.setAttribute("aria-label", `colour scale of ${legend.title.textContent}, logarithmic, from ${labels[0]} to ${labels[2]}`);
}
