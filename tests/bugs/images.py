"""Bugs of images: windows that look elsewhere, pixels that get too much or nothing back, kernels of the wrong size."""

from tests.bugs.bug import Bug

IMAGES = ("test_convolution.py",)
EXACT = "derivative_is_exact and full"

CONVOLUTIONS = (
    Bug(
        "convolution: the gradient goes back through the wrong pixels",
        "ops/conv2d.py",
        "call(np.copyto, room[:, i, j, *pixels], seen[:, i, j, *outputs])",
        "call(np.copyto, room[:, j, i, *pixels], seen[:, j, i, *outputs])",
        IMAGES,
        only=EXACT,
    ),
    Bug(
        "convolution: the row of ones is left out, so that biases do nothing",
        "ops/conv2d.py",
        "            columns[-1] = 1.0\n",
        "            columns[-1] = 0.0\n",
        IMAGES,
        only="its_definition",
    ),
    Bug(
        "convolution: the gradient of the kernel is not added up over the places",
        "ops/conv2d.py",
        "calls: list[Call] = [product(delta, columns.mT, into), *finish]",
        "calls: list[Call] = [product(delta[:, :1], columns[:, :1].mT, into), *finish]",
        IMAGES,
        only=EXACT,
    ),
    Bug(
        "convolution: the kernel is turned around",
        "ops/conv2d.py",
        "call(np.copyto, seen[:, i, j, *places], x[:, *pixels]) for i, j",
        "call(np.copyto, seen[:, -1 - i, -1 - j, *places], x[:, *pixels]) for i, j",
        IMAGES,
        only="its_definition",
    ),
    Bug(
        "convolution: a window hands back to one pixel only",
        "ops/conv2d.py",
        "call(np.add.reduce, room.reshape(channels, size**2, -1), 1, None, into.reshape(channels, -1, copy=False))",
        "call(np.copyto, into.reshape(channels, -1, copy=False), room.reshape(channels, size**2, -1)[:, 0])",
        IMAGES,
        only=EXACT,
    ),
    Bug(
        "window: padding moves it the other way",
        "ops/window.py",
        "first = place - self.padding",
        "first = place + self.padding",
        IMAGES,
        only="its_definition",
    ),
    Bug(
        "window: a stride of one, whatever was asked for",
        "ops/window.py",
        "slice(self.stride * low + first, self.stride * (high - 1) + first + 1, self.stride)",
        "slice(low + first, high + first)",
        IMAGES,
        only="its_definition",
    ),
    Bug(
        "glorot: a kernel feeds as many outputs as a dense weight",
        "layers/convolution.py",
        "layer.filters * layer.kernel**2",
        "layer.filters",
        IMAGES,
        only="glorot_counts",
    ),
)

POOLING = (
    Bug(
        "max pooling: every pixel that is as large gets the gradient",
        "ops/max_pool2d.py",
        "            left = rest\n",
        "            left = left\n",
        IMAGES,
        only="row_major_order",
    ),
    Bug(
        "max pooling: the smallest pixel",
        "ops/max_pool2d.py",
        "[call(np.maximum.reduce, seen, 0, None, a)]",
        "[call(np.minimum.reduce, seen, 0, None, a)]",
        IMAGES,
        only="derivative_is_exact or row_major_order",
    ),
    Bug(
        "average pooling: the gradient is not shared out",
        "ops/average_pool2d.py",
        "divide = call(np.multiply, upstream, buffers.constant(self.share), share)",
        "divide = call(np.copyto, share, upstream)",
        IMAGES,
        only=EXACT,
    ),
    Bug(
        "average pooling: the sum instead of the mean",
        "ops/average_pool2d.py",
        "            call(np.multiply, a, buffers.constant(self.share), a),\n",
        "",
        IMAGES,
        only=EXACT,
    ),
    Bug(
        "pooling: where windows overlap the last one wins",
        "ops/pool2d.py",
        "finish = [call(np.add.reduce, room, 0, None, self.line(into))]",
        "finish = [call(np.copyto, self.line(into), room[-1])]",
        IMAGES,
        only="windows_overlap",
    ),
    Bug(
        "mean of a channel: the gradient is as large at every pixel as at the mean",
        "ops/global_average_pool2d.py",
        "call(np.multiply, upstream, buffers.constant(self.share), share)",
        "call(np.copyto, share, upstream)",
        IMAGES,
        only=EXACT,
    ),
)

MOVED = (
    Bug(
        "shift: images move down only",
        "augmentation.py",
        "room[:, down : down + height, right : right + width]",
        "room[:, down : down + height, far : far + width]",
        ("test_augmentation.py",),
        only="whole_pixels",
    ),
    Bug(
        "rotation: about the corner",
        "augmentation.py",
        "np.arange(height) - (height - 1) / 2, np.arange(width) - (width - 1) / 2",
        "np.arange(height) - 0.0, np.arange(width) - 0.0",
        ("test_augmentation.py",),
        only="quarter_turn or keep_their_middle",
    ),
)

IMAGE_BUGS = (*CONVOLUTIONS, *POOLING, *MOVED)
