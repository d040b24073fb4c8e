package dev.bus.nats;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;

/**
 * An SSL context whose client sockets accept a certificate only if it is for the host
 * they connect to, which the client library does not check.
 * <p>
 * Servers that a cluster makes known are addresses, for which certificates seldom are:
 * they have to show a certificate for the host of the first configured server.
 */
final class HostVerification extends SSLContext {

	private HostVerification(SSLContext context, List<String> hosts) {
		super(new VerifyingSpi(context, hosts), context.getProvider(), context.getProtocol());
	}

	/**
	 * Add the check to a context.
	 * @param context the context
	 * @param hosts the hosts of the configured servers
	 * @return a context with the keys and trust of the given one
	 */
	static SSLContext of(SSLContext context, List<String> hosts) {
		return (context instanceof HostVerification) ? context : new HostVerification(context, hosts);
	}

	private static final class VerifyingSpi extends SSLContextSpi {

		private final SSLContext context;

		private final List<String> hosts;

		VerifyingSpi(SSLContext context, List<String> hosts) {
			this.context = context;
			this.hosts = hosts;
		}

		@Override
		protected SSLSocketFactory engineGetSocketFactory() {
			return new VerifyingSocketFactory(this.context.getSocketFactory(), this.hosts);
		}

		@Override
		protected void engineInit(KeyManager @Nullable [] keyManagers, TrustManager @Nullable [] trustManagers,
				@Nullable SecureRandom random) throws KeyManagementException {
			this.context.init(keyManagers, trustManagers, random);
		}

		@Override
		protected SSLServerSocketFactory engineGetServerSocketFactory() {
			return this.context.getServerSocketFactory();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine() {
			return this.context.createSSLEngine();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine(String host, int port) {
			return this.context.createSSLEngine(host, port);
		}

		@Override
		protected SSLSessionContext engineGetServerSessionContext() {
			return this.context.getServerSessionContext();
		}

		@Override
		protected SSLSessionContext engineGetClientSessionContext() {
			return this.context.getClientSessionContext();
		}

		@Override
		protected SSLParameters engineGetDefaultSSLParameters() {
			return this.context.getDefaultSSLParameters();
		}

		@Override
		protected SSLParameters engineGetSupportedSSLParameters() {
			return this.context.getSupportedSSLParameters();
		}

	}

	private static final class VerifyingSocketFactory extends SSLSocketFactory {

		private final SSLSocketFactory factory;

		private final List<String> hosts;

		VerifyingSocketFactory(SSLSocketFactory factory, List<String> hosts) {
			this.factory = factory;
			this.hosts = hosts;
		}

		@Override
		public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
			return verifying(this.factory.createSocket(socket, certifiedHost(host), port, autoClose));
		}

		@Override
		public Socket createSocket(String host, int port) throws IOException {
			return verifying(this.factory.createSocket(host, port));
		}

		@Override
		public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
			return verifying(this.factory.createSocket(host, port, localHost, localPort));
		}

		@Override
		public Socket createSocket(InetAddress host, int port) throws IOException {
			return verifying(this.factory.createSocket(host, port));
		}

		@Override
		public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
				throws IOException {
			return verifying(this.factory.createSocket(address, port, localAddress, localPort));
		}

		@Override
		public String[] getDefaultCipherSuites() {
			return this.factory.getDefaultCipherSuites();
		}

		@Override
		public String[] getSupportedCipherSuites() {
			return this.factory.getSupportedCipherSuites();
		}

		private String certifiedHost(String host) {
			boolean madeKnown = !this.hosts.contains(host) && isAddress(host);
			return (madeKnown && !this.hosts.isEmpty()) ? this.hosts.get(0) : host;
		}

		private static boolean isAddress(String host) {
			return host.indexOf(':') >= 0 || host.chars().allMatch((c) -> c == '.' || (c >= '0' && c <= '9'));
		}

		private static Socket verifying(Socket socket) {
			if (socket instanceof SSLSocket sslSocket) {
				SSLParameters parameters = sslSocket.getSSLParameters();
				parameters.setEndpointIdentificationAlgorithm("HTTPS");
				sslSocket.setSSLParameters(parameters);
			}
			return socket;
		}

	}

}
