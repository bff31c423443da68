// What a unit has only with dropout or batch normalisation.

// The numbers that lie one after the other in `norm`, each for all nodes.
const NORM = [
  ["mean", "mean of the batch", "μ"], ["variance", "variance of the batch", "v"], ["n", "largest normalised", "|n|"],
  ["by_value", "route by value", "‖·‖"], ["by_mean", "route by mean", "‖·‖"], ["by_variance", "route by variance", "‖·‖"],
];

const shareOf = (row, node) => (row.alive ? [["alive", `takes part${Number.isInteger(row.example?.row) ? "" : " in the batch"}`, "share", row.alive[node]]] : []);

function normOf(row, { target, scale }) {
  if (!row.norm || scale < 0) return [];
  const nodes = row.norm.length / NORM.length;
  const numbers = NORM.map(([name, words, symbol], k) => [name, words, symbol, row.norm[k * nodes + target]]);
  const learned = [["gamma", "scale", "γ", row.parameter[scale]], ["gamma_gradient", "its gradient", "∂L/∂γ", row.gradient[scale]]];
  return [...numbers.slice(0, 3), ...learned, ...numbers.slice(3)];
}
