package dev.titorelli.worker.fetch;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.uri.InputUri;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to hosts: the name is resolved once, its addresses are checked, and what is connected to is an address that was checked, not
 * the name. TLS still verifies the name. Safe for several threads.
 */
final class Connection {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final int ADDRESSES_TRIED = 3;

    private final HostResolver resolver;
    private final AddressRules rules;
    private final SSLSocketFactory tls;

    Connection(HostResolver resolver, AddressRules rules, SSLSocketFactory tls) {
        this.resolver = resolver;
        this.rules = rules;
        this.tls = tls;
    }

    /**
     * A socket that is connected, and not yet secured. Connecting never goes through a proxy: that would resolve the name again.
     *
     * @throws FetchException when the host has no address that may be connected to
     */
    Socket plain(InputUri uri, FetchLimits limits) throws IOException, FetchException {
        IOException last = null;
        for (InetAddress address : allowed(uri)) {
            Socket socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.connect(new InetSocketAddress(address, uri.port()), (int)
                        limits.connect().toMillis());
                socket.setSoTimeout((int) limits.quiet().toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    /** The same connection as the address's scheme wants it. */
    Socket secured(Socket plain, InputUri uri) throws IOException, FetchException {
        if (!uri.isSecure()) {
            return plain;
        }
        SSLSocket secured = (SSLSocket) tls.createSocket(plain, uri.host(), uri.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        try {
            secured.startHandshake();
        } catch (SSLHandshakeException e) {
            if (!(e.getCause() instanceof GeneralSecurityException)) {
                throw e;
            }
            throw FetchException.refused(
                    FaultCode.URI_NOT_FETCHED,
                    "no trusted TLS connection to " + uri.host() + " (" + e.getMessage() + ")",
                    "a certificate of that name, by an authority that Java trusts");
        }
        return secured;
    }

    private List<InetAddress> allowed(InputUri uri) throws FetchException {
        List<InetAddress> found;
        try {
            found = resolver.resolve(uri.host());
        } catch (UnknownHostException e) {
            throw FetchException.trouble("no name server knows an address of " + uri.host());
        }
        List<InetAddress> allowed =
                found.stream().filter(rules::allow).limit(ADDRESSES_TRIED).toList();
        if (allowed.isEmpty()) {
            log.atWarn()
                    .addKeyValue("host", uri.host())
                    .log("an input's host has no address that may be connected to: {}", found);
            throw FetchException.refused(
                    FaultCode.URI_NOT_ALLOWED,
                    "the host " + uri.host() + " has no public address",
                    "hosts of the public internet");
        }
        return allowed;
    }
}
