/** Events, results, locks and queues whose waits let the other greenlets run. */
package greenloom.sync;
