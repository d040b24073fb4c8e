package dev.bus.sample.console;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

import dev.bus.BusException;
import dev.bus.NoRespondersException;
import dev.bus.PayloadTooLargeException;
import dev.bus.RequestHandlerException;
import dev.bus.RequestTimeoutException;

/**
 * Answers a failed request with a problem, whatever the client accepts.
 */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handle(BusException ex, WebRequest request) {
		HttpStatus status = status(ex);
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, ex.getMessage());
		if (ex instanceof RequestHandlerException failure) {
			problem.setProperty("code", failure.code());
		}
		return handleExceptionInternal(ex, problem, HttpHeaders.EMPTY, status, request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handle(InvalidParameterException ex, WebRequest request) {
		HttpStatus status = HttpStatus.BAD_REQUEST;
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, "The query of the request is malformed");
		return handleExceptionInternal(ex, problem, HttpHeaders.EMPTY, status, request);
	}

	private HttpStatus status(BusException ex) {
		if (ex instanceof PayloadTooLargeException) {
			return HttpStatus.CONTENT_TOO_LARGE;
		}
		if (ex instanceof RequestHandlerException) {
			return HttpStatus.BAD_GATEWAY;
		}
		if (ex instanceof RequestTimeoutException && !(ex instanceof NoRespondersException)) {
			return HttpStatus.GATEWAY_TIMEOUT;
		}
		return HttpStatus.SERVICE_UNAVAILABLE;
	}

	@Override
	protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
			HttpStatusCode statusCode, WebRequest request) {
		HttpHeaders problemHeaders = HttpHeaders.copyOf(headers);
		problemHeaders.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		return super.createResponseEntity(body, problemHeaders, statusCode, request);
	}

}
