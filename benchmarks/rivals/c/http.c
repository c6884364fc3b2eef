/*
 * A server for load generators: answers each request, without a look at it, on one thread with a
 * bare epoll loop. Prints the port it listens on. A request has to come in one piece and without
 * another one behind it, as those of the load generators do.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = 16 * 1024, EVENTS = 1024, BACKLOG = 4096 };

static const char answer[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n\r\nHello, world!";
static char buffer[BUFFER];
static int epoll;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void watch(int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) fail("epoll_ctl");
}

static void accept_all(int listener) {
  int fd, on = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(fd);
  }
  if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) fail("accept");
}

static void serve(int fd) {
  ssize_t got = read(fd, buffer, BUFFER);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0 || send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL) < (ssize_t)sizeof answer - 1)
    close(fd);
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
  struct epoll_event events[EVENTS];
  int listener = listening();
  epoll = epoll_create1(0);
  if (epoll < 0) fail("epoll");
  watch(listener);
  for (;;) {
    int n = epoll_wait(epoll, events, EVENTS, -1);
    if (n < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < n; i++) {
      if (events[i].data.fd == listener) {
        accept_all(listener);
      } else {
        serve(events[i].data.fd);
      }
    }
  }
}
