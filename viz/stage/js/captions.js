// What happens in a phase, in words, by the kind of the layer.

const FORWARD = {
  conv2d: (name) => `Each kernel of ${name} slides over what arrives: at every place it adds up weight × pixel, adds its bias and bends the sum.`,
  max_pool2d: (name) => `Each channel of ${name} keeps the largest pixel of every window.`,
  average_pool2d: (name) => `Each channel of ${name} takes the mean of every window.`,
  global_average_pool2d: (name) => `Each channel becomes one number in ${name}: its mean.`,
  flatten: (name) => `${name} hands on the same numbers as one list.`,
  simple_rnn: (name) => `${name} reads the sequence step by step: what arrives, and its own state of the step before.`,
  lstm: (name) => `${name} reads the sequence step by step; gates decide what enters its cell, what stays and what is shown.`,
  gru: (name) => `${name} reads the sequence step by step; gates decide how much of its state is replaced.`,
};
const BACKWARD = {
  conv2d: (name) => `A kernel of ${name} is used at every place: its ∂L/∂w adds up δ × pixel over all of them.`,
  max_pool2d: (name) => `${name} has no weights: the gradient goes to the pixels that were the largest.`,
  average_pool2d: (name) => `${name} has no weights: the gradient is shared out evenly over each window.`,
  global_average_pool2d: (name) => `${name} has no weights: the gradient is shared out evenly over each channel.`,
  flatten: (name) => `${name} has no weights: the gradient goes back in the shape it came from.`,
  simple_rnn: (name) => `The same weights of ${name} act at every step: their ∂L/∂w adds up over the steps, from the last to the first.`,
};
for (const gated of ["lstm", "gru"]) BACKWARD[gated] = BACKWARD.simple_rnn;

const CAPTIONS = {
  forward: ({ name, kind }) => (FORWARD[kind] ? FORWARD[kind](name) : `Each unit of ${name} adds up weight × activation of what arrives, adds its bias and bends the sum.`),
  loss: () => "The output meets the target: one number says how wrong it is.",
  backward: ({ name, kind }, before) => {
    if (BACKWARD[kind]) return BACKWARD[kind](name);
    const local = `Each edge into ${name} gets ∂L/∂w = δ of its target × activation of its source`;
    return before ? `${local}; w × δ flows on to ${before}.` : `${local}.`;
  },
  update: () => "Every weight takes its step; a thicker or thinner line is a weight that moved.",
};

const captionOf = (net, m) => (CAPTIONS[m.kind] ? CAPTIONS[m.kind](net.layers[m.layer], m.layer > 1 ? net.layers[m.layer - 1].name : "") : "");
