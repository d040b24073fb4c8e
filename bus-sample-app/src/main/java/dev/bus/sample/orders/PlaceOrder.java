package dev.bus.sample.orders;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * The request to place an order.
 *
 * @param item what is ordered
 * @param quantity how many of it
 */
record PlaceOrder(@NotBlank @Size(max = 100) String item, @Min(1) @Max(1000) int quantity) {

}
