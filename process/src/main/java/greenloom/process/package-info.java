/**
 * Worker processes on this machine, for work that needs more than one processor: greenlets wait,
 * processes work. {@link greenloom.process.Worker} is one process with one task, {@link
 * greenloom.process.ProcessPool} some that do many; queues, pipes and the objects of a {@link
 * greenloom.process.Manager} go with a task and work in its process as they do here.
 */
@NullMarked
package greenloom.process;

import org.jspecify.annotations.NullMarked;
