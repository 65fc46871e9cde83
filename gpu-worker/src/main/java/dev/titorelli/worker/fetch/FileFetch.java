package dev.titorelli.worker.fetch;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.uri.InputUri;
import dev.titorelli.uri.UriRefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;

/**
 * Fetches files from addresses that strangers name. Redirects are followed by hand, each hop checked like the first; trouble that may
 * pass (no connection, 5xx, 429) is tried again. Safe for several threads.
 */
public final class FileFetch implements AutoCloseable {

    private static final int MAX_REDIRECTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(300);

    private final FetchSettings settings;
    private final HttpGet get;
    private final Pause pause;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "titorelli-fetch-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /** With this machine's resolver and Java's trust store. */
    public FileFetch(FetchSettings settings) {
        this(
                settings,
                HostResolver.SYSTEM,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                duration -> Thread.sleep(duration.toMillis()));
    }

    FileFetch(FetchSettings settings, HostResolver resolver, SSLSocketFactory tls, Pause pause) {
        Connection connection = new Connection(resolver, new AddressRules(settings.networks()), tls);
        this.settings = settings;
        this.get = new HttpGet(connection, Clock.systemUTC());
        this.pause = pause;
    }

    /** Waits between attempts. */
    @FunctionalInterface
    interface Pause {
        void rest(Duration duration) throws InterruptedException;
    }

    /**
     * The bytes that an address has now; waits for them.
     *
     * @param maxBytes a limit below that of the settings; 0 for none
     */
    public byte[] fetch(String address, long maxBytes) throws FetchException, InterruptedException {
        FetchLimits limits = settings.limits().atMost(maxBytes);
        Deadline deadline = new Deadline(limits.total(), watchdog);
        InputUri uri = read(address);
        for (int attempt = 1; ; attempt++) {
            try {
                return followed(uri, limits, deadline);
            } catch (FetchException e) {
                Duration rest = rest(e, attempt);
                boolean again = e.code().retryable() && attempt < limits.attempts();
                if (!again || rest.compareTo(deadline.left()) >= 0) {
                    throw e;
                }
                pause.rest(rest);
            }
        }
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }

    private static Duration rest(FetchException trouble, int attempt) {
        Duration own = FIRST_PAUSE.multipliedBy(1L << (attempt - 1));
        return own.compareTo(trouble.notBefore()) > 0 ? own : trouble.notBefore();
    }

    private byte[] followed(InputUri first, FetchLimits limits, Deadline deadline) throws FetchException {
        InputUri uri = first;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpGet.Answer answer = get.ask(uri, limits, deadline);
            if (answer instanceof HttpGet.File file) {
                return file.bytes();
            }
            uri = next(uri, ((HttpGet.Redirect) answer).location());
        }
        throw FetchException.refused(
                FaultCode.URI_NOT_FETCHED,
                first.host() + " leads to more than " + MAX_REDIRECTS + " redirects",
                "at most " + MAX_REDIRECTS);
    }

    private InputUri read(String address) throws FetchException {
        try {
            return required(InputUri.parse(address));
        } catch (UriRefusedException e) {
            throw FetchException.refused(FaultCode.URI_NOT_ALLOWED, e.found(), e.allowed());
        }
    }

    private InputUri next(InputUri from, String location) throws FetchException {
        try {
            return required(from.redirected(location));
        } catch (UriRefusedException e) {
            throw FetchException.refused(
                    FaultCode.URI_NOT_ALLOWED, "a redirect of " + from.host() + ": " + e.found(), e.allowed());
        }
    }

    private InputUri required(InputUri uri) throws UriRefusedException {
        settings.allow().require(uri);
        return uri;
    }
}
