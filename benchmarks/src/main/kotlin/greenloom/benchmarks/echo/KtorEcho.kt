/** Ktor's sockets, a coroutine a connection on one event loop. */
@file:JvmName("KtorEcho")

package greenloom.benchmarks.echo

import io.ktor.network.selector.SelectorManager
import io.ktor.network.sockets.InetSocketAddress
import io.ktor.network.sockets.Socket
import io.ktor.network.sockets.aSocket
import io.ktor.network.sockets.openReadChannel
import io.ktor.network.sockets.openWriteChannel
import io.ktor.network.sockets.port
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.writeFully
import java.io.IOException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

private const val BUFFER = 16 * 1024
private const val BACKLOG = 4096

fun main() = runBlocking {
    val listener =
        aSocket(SelectorManager(Dispatchers.IO)).tcp().bind("127.0.0.1", 0) {
            backlogSize = BACKLOG
        }
    println(listener.port)
    while (true) {
        val connection = listener.accept()
        launch { echo(connection) }
    }
}

private suspend fun echo(connection: Socket) {
    try {
        val input = connection.openReadChannel()
        val output = connection.openWriteChannel(autoFlush = true)
        val buffer = ByteArray(BUFFER)
        var n = input.readAvailable(buffer)
        while (n >= 0) {
            output.writeFully(buffer, 0, n)
            n = input.readAvailable(buffer)
        }
        output.flushAndClose()
    } catch (_: IOException) {
        // the other side has gone, and so does this one
    } finally {
        connection.close()
    }
}
