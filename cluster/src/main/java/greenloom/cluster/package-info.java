/**
 * Objects that several machines share. {@link greenloom.cluster.Cluster} is the membership of this
 * process among others, without a server; {@link greenloom.cluster.SharedState} is an object that
 * the members keep together. Hazelcast does the work underneath.
 */
@NullMarked
package greenloom.cluster;

import org.jspecify.annotations.NullMarked;
