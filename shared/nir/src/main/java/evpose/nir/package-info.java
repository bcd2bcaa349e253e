/**
 * The spiking part of the hybrid as a NIR graph, the neuromorphic community's exchange format: an
 * HDF5 file of nodes (convolutions, leaky neurons) and edges. {@link evpose.nir.NirFile} writes and
 * reads it; {@link evpose.nir.SnnGraph} says which node is which tensor. What NIR has no word for
 * (soft reset, doubling a map, the ANN's initial potentials) is in metadata.
 *
 * @see "Pedersen et al. 2024, Neuromorphic intermediate representation, Nature Communications 15;
 *     PyPI nir 1.0.8, whose reader and node classes define the layout of the file"
 */
@org.jspecify.annotations.NullMarked
package evpose.nir;
