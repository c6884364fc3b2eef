/*
 * Plays ping-pong with an echo server over many connections, each in a closed loop, on one thread.
 *
 *     load PORT CONNECTIONS SIZE WARM_UP_SECONDS SECONDS PID
 *     load PORT CONNECTIONS SIZE idle
 *
 * Prints one line of "name value" pairs about the measured seconds: requests, the CPU time that
 * the process PID took, and the latencies. With idle, opens the connections, says so, and keeps
 * them until its standard input ends. Every connection echoes once before the next is opened, what
 * comes back before the measured seconds is compared with what was sent, and in the end each
 * connection has to answer a half-close with the end of its own half.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 1024, PATIENCE_SECONDS = 30, STEPS = 64, BUCKETS = 40 * STEPS };

struct connection {
  int fd;
  size_t sent, received;
  int64_t begun;
};

static struct connection *connections;
static size_t count, size;
static char *message, *answer;
static int epoll, measuring, stopping;
static uint64_t requests, latencies[BUCKETS];
static int64_t longest;

static void fail(const char *format, ...) {
  va_list values;
  va_start(values, format);
  fprintf(stderr, "load: ");
  vfprintf(stderr, format, values);
  fputc('\n', stderr);
  exit(1);
}

static int64_t nanos(clockid_t clock) {
  struct timespec t;
  if (clock_gettime(clock, &t) < 0) fail("no clock of the server: %s", strerror(errno));
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* --- latencies: 64 steps between a power of two and the next, so within 1.6 percent --- */

static size_t bucket(int64_t value) {
  if (value < STEPS) return value < 0 ? 0 : value;
  int power = 63 - __builtin_clzll(value);
  size_t i = (power - 5) * (size_t)STEPS + (value >> (power - 6)) - STEPS;
  return i < BUCKETS ? i : BUCKETS - 1;
}

static double middle(size_t i) {
  if (i < STEPS) return i;
  double step = (double)(1LL << (i / STEPS - 1));
  return (i % STEPS + STEPS + 0.5) * step;
}

static double percentile(double share) {
  uint64_t seen = 0, wanted = requests * share;
  for (size_t i = 0; i < BUCKETS; i++) {
    seen += latencies[i];
    if (seen > wanted) return middle(i) / 1000;
  }
  return longest / 1000.0;
}

/* --- one connection --- */

static void all(int fd, size_t wanted, int sending) {
  for (size_t done = 0; done < wanted;) {
    ssize_t n = sending ? send(fd, message + done, wanted - done, MSG_NOSIGNAL)
                        : read(fd, answer + done, wanted - done);
    if (n <= 0) fail("the server gave up a connection at the start");
    done += n;
  }
}

static void compare(size_t from, size_t length) {
  if (memcmp(answer, message + from, length) != 0) fail("what came back is not what was sent");
}

static int opened(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons(port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
  int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) fail("no socket: %s", strerror(errno));
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
    fail("cannot connect: %s", strerror(errno));
  all(fd, size, 1);
  all(fd, size, 0);
  compare(0, size);
  return fd;
}

/* Sends the rest; asks to be told when there is room again if there is none. */
static void push(struct connection *c) {
  while (c->sent < size) {
    ssize_t n = send(c->fd, message + c->sent, size - c->sent, MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN) fail("the server gave up a connection: %s", strerror(errno));
    int blocked = n < 0;
    if (blocked || (c->sent += n) < size) {
      struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
      epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
      if (blocked) return;
    }
  }
}

static void begin(struct connection *c, int64_t now) {
  c->sent = c->received = 0;
  c->begun = now;
  push(c);
}

static void finished(struct connection *c) {
  int64_t now = nanos(CLOCK_MONOTONIC), took = now - c->begun;
  if (measuring) {
    requests++;
    latencies[bucket(took)]++;
    if (took > longest) longest = took;
  }
  if (!stopping) begin(c, now);
}

static void pull(struct connection *c) {
  ssize_t n = read(c->fd, answer, size - c->received);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) fail("the server gave up a connection");
  if (!measuring) compare(c->received, n);
  c->received += n;
  if (c->received == size) finished(c);
}

/* --- all of them --- */

static void turn(void) {
  struct epoll_event events[EVENTS];
  int n = epoll_wait(epoll, events, EVENTS, 100);
  for (int i = 0; i < n; i++) {
    struct connection *c = events[i].data.ptr;
    if (events[i].events & EPOLLOUT) {
      struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
      epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
      push(c);
    }
    if (events[i].events & ~EPOLLOUT) pull(c);
  }
}

static int64_t play(double seconds) {
  int64_t begun = nanos(CLOCK_MONOTONIC), end = begun + seconds * 1e9;
  while (nanos(CLOCK_MONOTONIC) < end) turn();
  return nanos(CLOCK_MONOTONIC) - begun;
}

static void open_all(int port) {
  for (size_t i = 0; i < count; i++) connections[i].fd = opened(port);
}

static void start_all(void) {
  int on = 1;
  epoll = epoll_create1(0);
  for (size_t i = 0; i < count; i++) {
    struct connection *c = &connections[i];
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (ioctl(c->fd, FIONBIO, &on) < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event) < 0)
      fail("epoll: %s", strerror(errno));
    begin(c, nanos(CLOCK_MONOTONIC));
  }
}

/* Lets what is under way come back, then ends our half of each and waits for the other half. */
static void end_all(void) {
  stopping = 1;
  for (size_t i = 0; i < count; i++) {
    struct connection *c = &connections[i];
    int64_t patience = nanos(CLOCK_MONOTONIC) + PATIENCE_SECONDS * 1000000000LL;
    while (c->received < size) {
      if (nanos(CLOCK_MONOTONIC) > patience) fail("an echo does not come");
      turn();
    }
  }
  for (size_t i = 0; i < count; i++) shutdown(connections[i].fd, SHUT_WR);
  for (size_t i = 0; i < count; i++) {
    struct pollfd ready = {.fd = connections[i].fd, .events = POLLIN};
    if (poll(&ready, 1, PATIENCE_SECONDS * 1000) != 1 || read(ready.fd, answer, 1) != 0)
      fail("a half-close is not answered");
    close(ready.fd);
  }
}

static void stay(void) {
  char c;
  printf("idle\n");
  fflush(stdout);
  while (read(0, &c, 1) > 0) continue;
}

int main(int words, char **word) {
  clockid_t cpu;
  int idle = words == 5 && strcmp(word[4], "idle") == 0;
  if (words != 7 && !idle) fail("see the first lines of load.c");
  count = atol(word[2]);
  size = atol(word[3]);
  connections = calloc(count, sizeof *connections);
  message = malloc(size);
  answer = malloc(size);
  if (!connections || !message || !answer) fail("no memory");
  for (size_t i = 0; i < size; i++) message[i] = i * 31 + i / 251;
  open_all(atoi(word[1]));
  if (idle) {
    stay();
    return 0;
  }
  if (clock_getcpuclockid(atoi(word[6]), &cpu) != 0) fail("there is no process %s", word[6]);
  start_all();
  play(atof(word[4]));
  measuring = 1;
  int64_t used = nanos(cpu), wall = play(atof(word[5]));
  used = nanos(cpu) - used;
  measuring = 0;
  end_all();
  printf("requests %llu nanos %lld cpu %lld p50 %.1f p99 %.1f max %.1f\n",
         (unsigned long long)requests, (long long)wall, (long long)used, percentile(0.50),
         percentile(0.99), longest / 1000.0);
  return 0;
}
