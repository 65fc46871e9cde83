/** What a system needs and usually finds elsewhere: a Kafka broker and a schema registry, inside this process. */
package dev.titorelli.standalone.embedded;
