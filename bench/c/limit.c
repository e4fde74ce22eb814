/* limit.c: the physical limit. Accepts sockets, answers the handshake without reading it, and sends one fragment to all
 * in a bare loop of send(), without looking at what became of it.
 *
 *   limit PORT            a send() for each fragment and viewer
 *   limit PORT merging    what came in at once leaves in one send() for each viewer
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 70000
#define FRAGMENT 300
#define FRAME (4 + FRAGMENT)

static const char upgraded[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
static int viewers[MOST], place[MOST], count;
static char follows[MOST];
static char pending[1 << 20];
static int pending_size;

static int make_frame(char *out) {
    static uint64_t number;
    struct timespec t;
    char text[FRAGMENT + 200];
    clock_gettime(CLOCK_MONOTONIC, &t);
    memset(text, 'x', sizeof text);
    int size = sprintf(text, "<td id='seat-12-34' hx-swap-oob='true' class='seat taken' data-m='t=%llu n=%llu'>",
                       t.tv_sec * 1000000000ull + t.tv_nsec, (unsigned long long)++number);
    text[size] = 'x';
    memcpy(text + FRAGMENT - 5, "</td>", 5);
    memcpy(out, (char[]){(char)0x81, 126, FRAGMENT >> 8, FRAGMENT & 255}, 4);
    memcpy(out + 4, text, FRAGMENT);
    return FRAME;
}

static void send_pending(void) {
    for (int i = 0; i < count; i++) send(viewers[i], pending, pending_size, MSG_DONTWAIT | MSG_NOSIGNAL);
    pending_size = 0;
}

static void follow(int fd) {
    send(fd, upgraded, sizeof upgraded - 1, MSG_NOSIGNAL);
    follows[fd] = 1;
    place[fd] = count;
    viewers[count++] = fd;
}

static void leave(int fd) {
    if (follows[fd]) {
        int last = viewers[--count];
        viewers[place[fd]] = last;
        place[last] = place[fd];
        follows[fd] = 0;
    }
    close(fd);
}

static void readable(int fd, int merging) {
    static char input[65536];
    int size = recv(fd, input, sizeof input, 0);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) leave(fd);
    else if (!follows[fd]) follow(fd);
    else
        for (int at = 0; at + 7 <= size; at += 6 + (input[at + 1] & 127)) { /* each frame that comes is a change */
            if (pending_size < (int)sizeof pending - FRAME) pending_size += make_frame(pending + pending_size);
            if (!merging) send_pending();
        }
}

int main(int words, char **word) {
    int port = words > 1 ? atoi(word[1]) : 0, merging = words > 2, one = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poller = epoll_create1(0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* inherited by what is accepted */
    if (bind(listener, (void *)&here, sizeof here) || listen(listener, 4096)) {
        perror("limit");
        return 1;
    }
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(poller, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd != listener) {
                readable(fd, merging);
                continue;
            }
            while ((fd = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
                event.data.fd = fd;
                epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
            }
        }
        if (pending_size) send_pending();
    }
}
