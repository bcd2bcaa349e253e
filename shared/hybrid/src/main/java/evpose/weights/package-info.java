/**
 * Weights by name: tensors, safetensors files, and the bundle of description and weights that
 * ships. Tensor names are those of the authors' PyTorch code, so checkpoints move both ways.
 */
@org.jspecify.annotations.NullMarked
package evpose.weights;
