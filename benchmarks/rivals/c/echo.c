/* The limit: echoes on one thread with a bare epoll loop. Prints the port it listens on. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = 16 * 1024, EVENTS = 1024, BACKLOG = 4096 };

/* What was read and could not be written yet; nothing more is read before it is. */
struct connection {
  int fd;
  char *rest;
  size_t begin, end;
};

static int epoll;
static char buffer[BUFFER];

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void drop(struct connection *c) {
  close(c->fd);
  free(c->rest);
  free(c);
}

static void want(struct connection *c, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  if (epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event) < 0) fail("epoll_ctl");
}

static void keep(struct connection *c, const char *data, size_t size) {
  c->rest = malloc(size);
  if (!c->rest) fail("malloc");
  memcpy(c->rest, data, size);
  c->begin = 0;
  c->end = size;
  want(c, EPOLLOUT);
}

static void readable(struct connection *c) {
  ssize_t got = read(c->fd, buffer, BUFFER);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) {
    drop(c);
    return;
  }
  ssize_t put = send(c->fd, buffer, got, MSG_NOSIGNAL);
  if (put < 0 && errno == EAGAIN) put = 0;
  if (put < 0) {
    drop(c);
  } else if (put < got) {
    keep(c, buffer + put, got - put);
  }
}

static void writable(struct connection *c) {
  ssize_t put = send(c->fd, c->rest + c->begin, c->end - c->begin, MSG_NOSIGNAL);
  if (put < 0 && errno == EAGAIN) return;
  if (put < 0) {
    drop(c);
    return;
  }
  c->begin += put;
  if (c->begin == c->end) {
    free(c->rest);
    c->rest = NULL;
    want(c, EPOLLIN);
  }
}

static void accept_all(int listener) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct connection *c = calloc(1, sizeof *c);
    if (!c) fail("calloc");
    c->fd = fd;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) fail("epoll_ctl");
  }
  if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) fail("accept");
}

static int listening(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, BACKLOG) < 0 ||
      getsockname(fd, (struct sockaddr *)&address, &size) < 0)
    fail("listen");
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return fd;
}

int main(void) {
  struct epoll_event events[EVENTS], first = {.events = EPOLLIN, .data.ptr = NULL};
  int listener = listening();
  epoll = epoll_create1(0);
  if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &first) < 0) fail("epoll");
  for (;;) {
    int n = epoll_wait(epoll, events, EVENTS, -1);
    if (n < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      if (!c) {
        accept_all(listener);
      } else if (c->rest) {
        writable(c);
      } else {
        readable(c);
      }
    }
  }
}
