console.log('nhi');
