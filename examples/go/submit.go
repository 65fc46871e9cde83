// Sends one request to Titorelli, waits until it has ended and saves its picture: go run submit.go PROMPT FILE.png
package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
	"github.com/linkedin/goavro/v2"
)

type fields = map[string]interface{}

func main() {
	brokers, registry := setting("KAFKA", "127.0.0.1:9092"), setting("REGISTRY", "http://127.0.0.1:8081")
	home, _ := os.UserHomeDir()
	objects := setting("OBJECTS", filepath.Join(home, ".titorelli", "objects"))
	requests, events := "titorelli.request.v1", "titorelli.event.v1"
	id := fmt.Sprintf("go-%d", time.Now().UnixNano())

	// Where the events are to be read from is settled before the request is sent, so that none is missed.
	consumer := must(kafka.NewConsumer(&kafka.ConfigMap{"bootstrap.servers": brokers, "group.id": id,
		"isolation.level": "read_committed", "enable.auto.commit": false})).(*kafka.Consumer)
	var places []kafka.TopicPartition
	for _, p := range must(consumer.GetMetadata(&events, false, 10000)).(*kafka.Metadata).Topics[events].Partitions {
		_, end, err := consumer.QueryWatermarkOffsets(events, p.ID, 10000)
		check(err)
		places = append(places, kafka.TopicPartition{Topic: &events, Partition: p.ID, Offset: kafka.Offset(end)})
	}
	check(consumer.Assign(places))

	schemaID, codec := schema(registry + "/subjects/" + requests + "-value/versions/latest")
	stage := fields{"prompt": os.Args[1]}
	request := fields{"tenant": "me", "requestId": id, "stages": []interface{}{stage}}
	value := make([]byte, 5) // Confluent's framing: a zero byte and the schema's id, then Avro
	binary.BigEndian.PutUint32(value[1:], schemaID)
	value = must(codec.BinaryFromNative(value, request)).([]byte)
	producer := must(kafka.NewProducer(&kafka.ConfigMap{"bootstrap.servers": brokers})).(*kafka.Producer)
	sent := make(chan kafka.Event, 1)
	check(producer.Produce(&kafka.Message{Key: []byte("me/" + id), Value: value,
		TopicPartition: kafka.TopicPartition{Topic: &requests, Partition: kafka.PartitionAny}}, sent))
	check((<-sent).(*kafka.Message).TopicPartition.Error)

	codecs := map[uint32]*goavro.Codec{} // of the schemas that events were written with, by id
	for {
		message, err := consumer.ReadMessage(-1)
		check(err)
		if string(message.Key) != "me/"+id {
			continue
		}
		writer := binary.BigEndian.Uint32(message.Value[1:])
		if codecs[writer] == nil {
			_, codecs[writer] = schema(fmt.Sprintf("%s/schemas/ids/%d", registry, writer))
		}
		native, _, err := codecs[writer].NativeFromBinary(message.Value[5:])
		check(err)
		event := native.(fields)
		fmt.Println(event["kind"])
		switch event["kind"] {
		case "COMPLETED":
			image := event["images"].([]interface{})[0].(fields)
			key := image["image"].(fields)["dev.titorelli.ImageObject"].(fields)["key"].(string)
			check(os.WriteFile(os.Args[2], must(os.ReadFile(filepath.Join(objects, key))).([]byte), 0o644))
			fmt.Printf("saved %s, seed %d\n", os.Args[2], image["seed"])
			return
		case "REJECTED", "FAILED", "CANCELLED", "EXPIRED":
			fmt.Println(event["violations"], event["failure"])
			os.Exit(1)
		}
	}
}

// schema asks the registry; an answer by id does not repeat the id.
func schema(url string) (uint32, *goavro.Codec) {
	answer := must(http.Get(url)).(*http.Response)
	defer answer.Body.Close()
	var found struct {
		ID     uint32
		Schema string
	}
	check(json.NewDecoder(answer.Body).Decode(&found))
	return found.ID, must(goavro.NewCodec(found.Schema)).(*goavro.Codec)
}

func setting(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

func must(value interface{}, err error) interface{} {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
