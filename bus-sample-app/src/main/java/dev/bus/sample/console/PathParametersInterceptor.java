package dev.bus.sample.console;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses paths with a {@code ';'}. What follows it would be cut off as a parameter of
 * the path, and the message would go to another subject than the one that was written.
 */
class PathParametersInterceptor implements HandlerInterceptor {

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		String path = request.getRequestURI();
		if (path.contains(";") || path.toLowerCase(Locale.ROOT).contains("%3b")) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"Invalid path '" + path + "': ';' is not allowed in a subject or id");
		}
		return true;
	}

}
