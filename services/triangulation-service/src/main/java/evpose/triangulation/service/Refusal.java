package evpose.triangulation.service;

/**
 * Why a record cannot be answered.
 *
 * @param reason kebab-case code
 * @param message what is wrong and what to do, one line
 */
record Refusal(String reason, String message) {}
