/** What rivals written in Kotlin do: each function does one batch and returns how much was done. */
@file:JvmName("Kotlin")

package greenloom.benchmarks

import java.util.concurrent.CountDownLatch
import java.util.concurrent.SynchronousQueue
import kotlin.concurrent.thread
import kotlin.coroutines.Continuation
import kotlin.coroutines.resume
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelChildren
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

/** An endless sequence, suspended after each element. */
fun elements(element: Any): Iterator<Any> = sequence { while (true) yield(element) }.iterator()

/** One coroutine alone on the event loop of the calling thread. */
fun yields(times: Int): Long = runBlocking {
    var done = 0L
    repeat(times) {
        yield()
        done++
    }
    done
}

/** Two coroutines on one event loop; each resumes the other and suspends. */
fun parks(times: Int): Long = runBlocking {
    val parked = arrayOfNulls<Continuation<Unit>>(2)
    var done = 0L
    suspend fun party(me: Int) {
        repeat(times / 2) {
            suspendCancellableCoroutine { mine ->
                parked[me] = mine
                parked[1 - me]?.let {
                    parked[1 - me] = null
                    it.resume(Unit)
                }
            }
            done++
        }
        parked[1 - me]?.let {
            parked[1 - me] = null
            it.resume(Unit)
        }
    }
    coroutineScope {
        launch { party(0) }
        launch { party(1) }
    }
    done
}

/** Launches coroutines and joins them, [ahead] at a time. */
fun spawns(tasks: Int, ahead: Int): Long = runBlocking {
    var done = 0L
    val started = arrayOfNulls<Job>(ahead)
    repeat(tasks / ahead) {
        for (i in started.indices) started[i] = launch { done++ }
        for (job in started) job?.join()
    }
    done
}

/** Hands items from one coroutine to another on the same event loop. */
fun items(count: Int, capacity: Int): Long = runBlocking {
    val channel = Channel<Any>(capacity)
    val item = Any()
    var taken = 0L
    launch { repeat(count) { channel.send(item) } }
    repeat(count) {
        channel.receive()
        taken++
    }
    taken
}

/** Launches coroutines that sleep and waits for them. */
fun sleepers(count: Int, millis: Int): Long = runBlocking {
    var done = 0L
    coroutineScope {
        repeat(count) {
            launch {
                delay(millis.milliseconds)
                done++
            }
        }
    }
    done
}

/** Has [count] coroutines wait, runs [then], and lets go of them. */
fun waiting(count: Int, sleeping: Boolean, then: Runnable): Long = runBlocking {
    var begun = 0L
    repeat(count) {
        launch {
            begun++
            if (sleeping) delay(1.hours) else awaitCancellation()
        }
    }
    while (begun < count) yield()
    yield()
    then.run()
    coroutineContext.cancelChildren()
    begun
}

/** An event loop of its own on which [others] time limits are pending, and more are armed. */
class TimeLimits(others: Int) : AutoCloseable {
    private val batches = SynchronousQueue<Int>()
    private val done = SynchronousQueue<Long>()
    private val ended = CountDownLatch(1)

    init {
        thread(isDaemon = true, name = "time limits") { loop(others) }
    }

    private fun loop(others: Int) {
        runBlocking {
            repeat(others) { launch { delay(1.hours + it.milliseconds) } }
            yield()
            var times = batches.take()
            while (times >= 0) {
                var armed = 0L
                repeat(times) { withTimeout(1.hours) { armed++ } }
                done.put(armed)
                times = batches.take()
            }
            coroutineContext.cancelChildren()
        }
        ended.countDown()
    }

    /** Arms a limit around nothing, [times] times. */
    fun arm(times: Int): Long {
        batches.put(times)
        return done.take()
    }

    override fun close() {
        batches.put(-1)
        ended.await()
    }
}

/** Two coroutines hand permits of two semaphores to each other. */
fun permits(turns: Int): Long = runBlocking {
    val semaphores = arrayOf(Semaphore(1), Semaphore(1, acquiredPermits = 1))
    var done = 0L
    coroutineScope {
        repeat(2) { me ->
            launch {
                repeat(turns / 2) {
                    semaphores[me].acquire()
                    done++
                    semaphores[1 - me].release()
                }
            }
        }
    }
    done
}

/** Has [waiters] coroutines wait for one deferred after the other. */
fun broadcasts(events: Int, waiters: Int): Long = runBlocking {
    val all = Array(events) { CompletableDeferred<Unit>() }
    var waiting = 0
    var woken = 0L
    coroutineScope {
        repeat(waiters) {
            launch {
                for (event in all) {
                    waiting++
                    event.await()
                    woken++
                }
            }
        }
        for (i in all.indices) {
            while (waiting < waiters * (i + 1)) yield()
            all[i].complete(Unit)
        }
    }
    woken
}

/** Launches coroutines that wait, cancels and joins them. */
fun cancels(count: Int): Long = runBlocking {
    val jobs = List(count) { launch { awaitCancellation() } }
    yield()
    jobs.forEach { it.cancel() }
    jobs.forEach { it.join() }
    jobs.count { it.isCancelled }.toLong()
}
