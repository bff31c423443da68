// Rows wait here between their arrival in slices and their turn on screen, so that drawing never waits for the network.

function rowQueue() {
  let parts = []; // [{slice, next}]
  let size = 0;

  function clear() { parts = []; size = 0; }

  function lastStep() {
    const part = parts[parts.length - 1];
    return part ? part.slice.steps[part.slice.count - 1] : -Infinity;
  }

  // Keeps only rows later than `after` and than what already waits: an answer may overlap what was sent before.
  function push(slice, after) {
    const floor = Math.max(after, lastStep());
    let next = 0;
    while (next < slice.count && slice.steps[next] <= floor) next++;
    if (next === slice.count) return 0;
    parts.push({ slice, next });
    size += slice.count - next;
    return slice.count - next;
  }

  // Advances by `count` rows, or to the last one there is, and returns the row reached.
  function take(count) {
    let left = Math.min(count, size), row = null;
    size -= left;
    while (left > 0) {
      const part = parts[0], here = Math.min(left, part.slice.count - part.next);
      part.next += here;
      left -= here;
      if (left === 0) row = rowOf(part.slice, part.next - 1);
      if (part.next === part.slice.count) parts.shift();
    }
    return row;
  }

  return { clear, push, take, lastStep, size: () => size };
}
